"""Answers to inline queries."""

import re
from dataclasses import replace

from sandbox.errors import BadRequest
from sandbox.inline import Result, Results
from sandbox.markup import inline_keyboard
from sandbox.media import Media
from sandbox.methods.attachments import sent_before
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.texts import caption, message_text
from sandbox.world import World

#: Results of one answer; UTF-8 bytes of a result's id and of the offset that comes next.
MAX_RESULTS = 50
MAX_ID = 64
MAX_OFFSET = 64
#: Seconds that an answer is kept where the bot says nothing.
CACHE_TIME = 300
START = re.compile(r"[A-Za-z0-9_-]{1,64}")
#: The field with the file id, and what it has to be, by the result's type.
CACHED = {
    "photo": ("photo_file_id", "photo"),
    "document": ("document_file_id", "document"),
    "mpeg4_gif": ("mpeg4_file_id", "animation"),
    "gif": ("gif_file_id", "animation"),
    "video": ("video_file_id", "video"),
    "sticker": ("sticker_file_id", "sticker"),
}
#: Types that need a title.
TITLED = ("article", "document", "video")


async def answer_inline_query(world: World, parameters: Parameters) -> bool:
    """Answer an inline query, once and in time."""
    query = world.queries.open(parameters.text("inline_query_id") or "")
    told = parameters.structure("results")
    if not isinstance(told, list) or not all(isinstance(result, dict) for result in told):
        raise BadRequest("can't parse inline query results: expected an Array of InlineQueryResult")
    if len(told) > MAX_RESULTS:
        raise BadRequest("RESULTS_TOO_MUCH")
    next_offset = parameters.text("next_offset") or ""
    if len(next_offset.encode()) > MAX_OFFSET:
        raise BadRequest("NEXT_OFFSET_INVALID")
    cache_time = parameters.integer("cache_time")
    results = Results(
        results=tuple(_result(world, result) for result in told),
        next_offset=next_offset,
        personal=parameters.flag("is_personal"),
        cache_time=CACHE_TIME if cache_time is None else cache_time,
        button=_button(parameters),
    )
    if len({result.id for result in results.results}) < len(told):
        raise BadRequest("RESULT_ID_DUPLICATE")
    world.queries.answer(query, results)
    world.events.tell({"query": query.id})
    return True


def _result(world: World, told: Json) -> Result:
    kind, result_id = told.get("type"), told.get("id")
    if not isinstance(result_id, str) or not 0 < len(result_id.encode()) <= MAX_ID:
        raise BadRequest("RESULT_ID_INVALID")
    if kind not in (*CACHED, "article"):
        raise BadRequest(f'can\'t parse InlineQueryResult: type "{kind}" is unsupported')
    if kind in TITLED and not told.get("title"):
        raise BadRequest("can't parse InlineQueryResult: Can't find field \"title\"")
    media = _media(world, kind, told) if kind in CACHED else None
    result = Result(
        id=result_id,
        kind=kind,
        title=told.get("title"),
        description=told.get("description"),
        media=media,
        text=caption(Parameters.of(told)),
        markup=inline_keyboard(Parameters.of(told)),
    )
    return _with_content(result, told.get("input_message_content"))


def _with_content(result: Result, content: object) -> Result:
    """Return a result that sends a text instead of its media, where that is told; an article has to."""
    if content is None and result.media is not None:
        return result
    if not isinstance(content, dict) or "message_text" not in content:
        raise BadRequest("can't parse InlineQueryResult: input message content is not specified")
    text = message_text(Parameters.of(content | {"text": content["message_text"]}))
    return replace(result, media=None, text=text)


def _media(world: World, kind: str, told: Json) -> Media:
    field, wanted = CACHED[kind]
    file_id = told.get(field)
    if not isinstance(file_id, str):  # by address: nothing outside can be reached from here
        raise BadRequest(f"can't parse InlineQueryResult: Can't find field \"{field}\"")
    media = sent_before(world, wanted, file_id)
    if kind != "document" and media.kind != wanted:
        raise BadRequest(f"can't use file of type {media.kind.capitalize()} as {wanted.capitalize()}")
    return media


def _button(parameters: Parameters) -> Json | None:
    button = parameters.structure("button")
    if button is None:
        return None
    if not isinstance(button, dict) or not button.get("text"):
        raise BadRequest("can't parse inline query results button")
    if not button.get("web_app") and not START.fullmatch(str(button.get("start_parameter", ""))):
        raise BadRequest("START_PARAM_INVALID")
    return {"text": button["text"], "start_parameter": button.get("start_parameter")}
