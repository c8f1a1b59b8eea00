"""``/bot<token>/<method>`` and ``/file/bot<token>/<path>``: the side that the bot sees."""

import hmac
import logging
import re
import time
from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from sandbox.answers import Answer, accepted, refused, spoilt
from sandbox.calls import Call
from sandbox.connection import reset
from sandbox.errors import ApiError, BadRequest, NotFound, Unauthorized
from sandbox.methods.table import METHODS
from sandbox.parameters import Parameters, read_parameters
from sandbox.world import World

log = logging.getLogger(__name__)


async def call(request: Request) -> Response:
    """Do one Bot API call."""
    world: World = request.app.state.world
    method, at, began = request.path_params["method"], time.time(), time.monotonic()
    try:
        _check_token(world, request)
        parameters = await read_parameters(request)
    except ApiError as error:
        return _given(request, refused(error))
    chat_id, message_id = _number(parameters, "chat_id"), _number(parameters, "message_id")
    answer = await _unless_spoilt(world, method, chat_id, lambda: _done(world, method, chat_id, parameters))
    record = Call(
        method=method,
        chat_id=chat_id,
        message_id=message_id,
        at=at,
        seconds=time.monotonic() - began,
        status=answer.status,
        description=answer.reason,
    )
    world.calls.add(record)
    return _given(request, answer)


async def download(request: Request) -> Response:
    """Give the bytes of a file out."""
    world: World = request.app.state.world

    async def file() -> Answer:
        place = world.files.downloaded(request.path_params["path"])
        return refused(NotFound()) if place is None else Answer(FileResponse(place))

    try:
        _check_token(world, request)
    except ApiError as error:
        return _given(request, refused(error))
    return _given(request, await _unless_spoilt(world, "file", None, file))


async def _unless_spoilt(
    world: World, method: str, chat_id: int | None, work: Callable[[], Awaitable[Answer]]
) -> Answer:
    fault = world.faults.take(method, chat_id)
    return await work() if fault is None else await spoilt(fault, work, world.later)


async def _done(world: World, method: str, chat_id: int | None, parameters: Parameters) -> Answer:
    try:
        handler = METHODS.get(method.lower())
        if handler is None:
            raise NotFound
        world.limits.check(method, chat_id, _messages(parameters))
        return accepted(await handler(world, parameters))
    except ApiError as error:
        return refused(error)
    except Exception:  # the outermost edge: a bug of ours must look like one of Telegram's
        log.exception("%s failed", method)
        return refused(ApiError(500, "Internal Server Error"))


def _check_token(world: World, request: Request) -> None:
    token = request.path_params["token"]
    if not re.fullmatch(r"\d+:[\w-]+", token, re.ASCII):
        raise NotFound
    if not hmac.compare_digest(token, world.token):
        raise Unauthorized


def _number(parameters: Parameters, name: str) -> int | None:
    try:
        return parameters.integer(name)
    except BadRequest:
        return None  # the method itself will say so


def _messages(parameters: Parameters) -> int:
    """Return how many messages a call sends: more than one only in an album."""
    try:
        media = parameters.structure("media")
    except BadRequest:
        return 1
    return max(1, len(media)) if isinstance(media, list) else 1


def _given(request: Request, answer: Answer) -> Response:
    if answer.response is None:
        reset(request)
        return Response(status_code=204)  # into the void: the connection is gone
    return answer.response
