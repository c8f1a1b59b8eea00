"""All routes of the sandbox in one table."""

import os
from pathlib import Path

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from sandbox.bot_api import call, download
from sandbox.control.routes import routes
from sandbox.world import World

PAGE = Path(__file__).parent / "page"
#: Pictures that somebody is about to send are shown from memory, hence ``blob:``.
POLICY = (
    "default-src 'self'; img-src 'self' blob:; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class Page(StaticFiles):
    """The chat page; nothing but its own files may run in it."""

    def file_response(
        self,
        full_path: "str | os.PathLike[str]",
        stat_result: os.stat_result,
        scope: Scope,
        status_code: int = 200,
    ) -> Response:
        """Serve a file with the rules for the browser."""
        response = super().file_response(full_path, stat_result, scope, status_code)
        response.headers["content-security-policy"] = POLICY
        response.headers["cache-control"] = "no-cache"
        return response


async def health(_: Request) -> Response:
    """Answer as soon as the sandbox is up."""
    return Response(status_code=204)


def build_app(world: World) -> Starlette:
    """Return the application that serves ``world``."""
    app = Starlette(
        routes=[
            Route("/bot{token}/{method}", call, methods=["GET", "POST"]),
            Route("/file/bot{token}/{path:path}", download),
            Route("/sandbox/health", health),
            *routes(),
            Mount("/", Page(directory=PAGE, html=True)),
        ]
    )
    app.state.world = world
    return app
