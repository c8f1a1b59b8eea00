"""What a call carries: names with text values, and files; however it was encoded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request

from sandbox.errors import BadRequest, TooLarge
from sandbox.files import UNKNOWN, Upload, guess_mime

#: Bytes; more is cut off before it is read.
MAX_BODY = 200 * 1024 * 1024
#: Bytes of one text field: far above the longest keyboard.
MAX_FIELD = 1024 * 1024


@dataclass(frozen=True)
class Parameters:
    """The arguments of one call."""

    values: Mapping[str, str]
    uploads: Mapping[str, Upload] = field(default_factory=dict)

    @classmethod
    def of(cls, json_object: Mapping[str, object]) -> "Parameters":
        """Return the members of a JSON object as the arguments of a call."""
        return cls({name: _as_text(value) for name, value in json_object.items() if value is not None})

    def text(self, name: str) -> str | None:
        """Return a value, or None where it is missing or empty."""
        return self.values.get(name) or None

    def integer(self, name: str) -> int | None:
        """Return a whole number.

        Raises:
            BadRequest: it is not one.
        """
        value = self.text(name)
        try:
            return None if value is None else int(value)
        except ValueError:
            raise BadRequest(f"can't parse {name}: expected a number") from None

    def flag(self, name: str) -> bool:
        """Return whether a value is true, as Telegram reads it."""
        return (self.text(name) or "").lower() in ("true", "yes", "1")

    def structure(self, name: str) -> Any:
        """Return a JSON value, or None where it is missing.

        Raises:
            BadRequest: it is not JSON.
        """
        value = self.text(name)
        try:
            return None if value is None else json.loads(value)
        except ValueError:
            raise BadRequest(f"can't parse {name} JSON object") from None


async def read_parameters(request: Request) -> Parameters:
    """Read the query, a JSON body, or a form with or without files.

    Raises:
        TooLarge: the body is longer than anything we would keep.
        BadRequest: the body is cut off, or not what its type says.
    """
    if int(request.headers.get("content-length") or 0) > MAX_BODY:
        raise TooLarge
    try:
        body = await _body(request)
    except (HTTPException, ClientDisconnect) as error:
        raise BadRequest("can't parse the request body") from error
    return Parameters({**request.query_params, **body.values}, body.uploads)


async def _body(request: Request) -> Parameters:
    if request.headers.get("content-type", "").startswith("application/json"):
        return await _json_body(request)
    async with request.form(max_part_size=MAX_FIELD) as form:
        values = {name: value for name, value in form.items() if isinstance(value, str)}
        uploads = {
            name: await _upload(value) for name, value in form.items() if isinstance(value, UploadFile)
        }
    return Parameters(values, uploads)


async def _json_body(request: Request) -> Parameters:
    try:
        body = json.loads(await request.body() or b"{}")
    except ValueError:
        raise BadRequest("can't parse request JSON object") from None
    if not isinstance(body, dict):
        raise BadRequest("can't parse request JSON object")
    return Parameters.of(body)


def _as_text(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value)


async def _upload(file: UploadFile) -> Upload:
    name = (file.filename or "file").replace("\\", "/").rpartition("/")[2] or "file"
    told = file.content_type or UNKNOWN
    return Upload(name=name, mime=guess_mime(name) if told == UNKNOWN else told, content=await file.read())
