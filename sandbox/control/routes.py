"""``/sandbox/…``: the table of actions as HTTP routes, and what is not JSON."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from sandbox.control.page_events import EVENTS
from sandbox.control.table import ACTIONS, Action
from sandbox.errors import ApiError, BadRequest
from sandbox.media import Document
from sandbox.parameters import Parameters, read_parameters
from sandbox.world import World

#: What a browser may show by itself; anything else could carry a script and is saved instead.
SHOWN = ("image/jpeg", "image/png", "image/webp", "image/gif", "video/mp4", "video/webm")


def routes() -> list[Route]:
    """Return all routes of the people's side."""
    actions = [
        Route(f"/sandbox{path}", _endpoint(action), methods=[method])
        for (method, path), action in ACTIONS.items()
    ]
    media = Route("/sandbox/chats/{chat_id}/messages/{message_id:int}/media", _media)
    content = Route("/sandbox/media/{content}", _content)
    return [*actions, media, content, EVENTS]


def _endpoint(action: Action) -> Callable[[Request], Awaitable[Response]]:
    async def endpoint(request: Request) -> Response:
        try:
            sent = await read_parameters(request)
            named = {name: str(value) for name, value in request.path_params.items()}
            parameters = Parameters({**sent.values, **named}, sent.uploads)
            return JSONResponse(await action(request.app.state.world, parameters))
        except ApiError as error:
            return JSONResponse({"error": error.description}, status_code=error.code)

    return endpoint


async def _content(request: Request) -> Response:
    """Give out bytes by the name of their content, also those that a message showed earlier."""
    world: World = request.app.state.world
    place = world.files.blobs.place(request.path_params["content"])
    if place is None:
        return JSONResponse({"error": "there is no such content"}, status_code=404)
    return FileResponse(place, headers={"x-content-type-options": "nosniff"})


async def _media(request: Request) -> Response:
    """Give out the bytes of a message's media: of a photo, the largest size."""
    world: World = request.app.state.world
    try:
        chat = world.chat(int(request.path_params["chat_id"]))
        media = chat.message(request.path_params["message_id"], otherwise="message not found").media
        place = world.files.blobs.place(media.unique_id) if media else None
        if media is None or place is None:
            raise BadRequest("there is no media in the message")
    except (ApiError, ValueError) as error:
        return JSONResponse({"error": str(error)}, status_code=404)
    mime, name = (media.mime, media.name) if isinstance(media, Document) else ("image/jpeg", "photo.jpg")
    return FileResponse(
        place,
        media_type=mime if mime in SHOWN else "application/octet-stream",
        filename=name,
        content_disposition_type="inline" if mime in SHOWN else "attachment",
        headers={"x-content-type-options": "nosniff"},
    )
