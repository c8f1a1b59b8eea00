"""A connection that can be torn down in the middle, as networks do."""

import asyncio
import socket
import struct

from starlette.requests import Request
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

_TRANSPORT = "sandbox.transport"


class Connection(H11Protocol):
    """HTTP/1.1 whose transport the application can reach."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Show each request of this connection its transport."""
        super().connection_made(transport)
        app = self.app

        async def with_transport(scope: Scope, receive: Receive, send: Send) -> None:
            scope[_TRANSPORT] = transport
            await app(scope, receive, send)

        self.app = with_transport


def reset(request: Request) -> None:
    """Drop the connection at once: the other side gets "connection reset by peer" and no answer."""
    transport = request.scope[_TRANSPORT]
    if transport.is_closing():  # the other side was faster
        return
    # Lingering for zero seconds makes the kernel send RST instead of FIN.
    transport.get_extra_info("socket").setsockopt(
        socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0)
    )
    transport.abort()
