"""HTTP to the people's side of a running sandbox; imports nothing of the server."""

import ssl
from typing import Any, Self

import httpx

#: Seconds that one request may take.
TIMEOUT = 60.0
#: Trusts nobody: all is plain HTTP here, and to read the usual certificates takes 20 ms for each client.
NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)


class Client:
    """Asks and tells, and turns a refusal into an error.

    Args:
        base_url: the address that ``python -m sandbox`` prints.
    """

    def __init__(self, base_url: str) -> None:
        self.base_url = base_url.rstrip("/")
        self._http = httpx.Client(
            base_url=f"{self.base_url}/sandbox/", timeout=TIMEOUT, trust_env=False, verify=NO_CERTIFICATES
        )

    def get(self, path: str, **request: Any) -> httpx.Response:
        """Ask for something.

        Raises:
            ValueError: the sandbox refused; the message says why.
        """
        return _checked(self._http.get(path, **request))

    def post(self, path: str, **request: Any) -> httpx.Response:
        """Tell something; errors as for ``get``."""
        return _checked(self._http.post(path, **request))

    def delete(self, path: str) -> None:
        """Take something away; errors as for ``get``."""
        _checked(self._http.delete(path))

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _checked(response: httpx.Response) -> httpx.Response:
    if response.is_error:
        raise ValueError(f"sandbox: {response.status_code} {response.text}")
    return response
