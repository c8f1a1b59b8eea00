"""``/sandbox/events``: what changes, as server-sent events; who was cut off is told what it missed."""

import json
from collections.abc import AsyncIterator

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from sandbox.world import World


async def events(request: Request) -> Response:
    """Tell a page what changes, from the event on that it heard last."""
    world: World = request.app.state.world

    async def lines() -> AsyncIterator[str]:
        yield "retry: 500\n\n"
        async for event in world.events.listen(request.headers.get("last-event-id")):
            yield f"id: {event.id}\nevent: {event.kind}\ndata: {json.dumps(event.content)}\n\n"

    return StreamingResponse(lines(), media_type="text/event-stream", headers={"cache-control": "no-store"})


EVENTS = Route("/sandbox/events", events)
