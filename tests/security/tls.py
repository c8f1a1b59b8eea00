"""TLS before a real Redis: a certificate authority made for the test, and a proxy that ends TLS."""

import asyncio
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

import trustme


class Authority:
    """A certificate authority with one server certificate."""

    def __init__(self, folder: Path, host: str) -> None:
        self._ca = trustme.CA()
        self._certificate = self._ca.issue_cert(host)
        self.file = folder / "ca.pem"
        folder.mkdir(parents=True, exist_ok=True)
        self._ca.cert_pem.write_to_path(self.file)

    def context(self) -> ssl.SSLContext:
        """The server's side."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self._certificate.configure_cert(context)
        return context


async def _pump(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    try:
        while received := await source.read(65536):
            sink.write(received)
            await sink.drain()
    except (ConnectionError, ssl.SSLError):
        pass
    finally:
        sink.close()


class _Proxy:
    def __init__(self, context: ssl.SSLContext, port: int) -> None:
        self._context, self._behind = context, port
        self.port, self.loop = 0, asyncio.new_event_loop()

    async def listen(self) -> asyncio.Server:
        server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self._context)
        self.port = server.sockets[0].getsockname()[1]
        return server

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        plain_reader, plain_writer = await asyncio.open_connection("127.0.0.1", self._behind)
        await asyncio.gather(_pump(reader, plain_writer), _pump(plain_reader, writer))

    async def close(self, server: asyncio.Server) -> None:
        server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


@contextmanager
def tls_before(port: int, authority: Authority) -> Iterator[int]:
    """Speak TLS before a port of this machine while the block runs.

    Yields:
        The port with TLS.
    """
    proxy = _Proxy(authority.context(), port)
    server = proxy.loop.run_until_complete(proxy.listen())
    thread = Thread(target=proxy.loop.run_forever, name="tls", daemon=True)
    thread.start()
    try:
        yield proxy.port
    finally:
        asyncio.run_coroutine_threadsafe(proxy.close(server), proxy.loop).result(10)
        proxy.loop.call_soon_threadsafe(proxy.loop.stop)
        thread.join(10)
        proxy.loop.close()
