"""Inline mode on the people's side: ask, look at the results, and send one into a chat."""

import secrets
import time

from sandbox.control.view import media_view, message_view
from sandbox.errors import BadRequest
from sandbox.inline import Query, Result
from sandbox.messages import Message
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.texts import Text
from sandbox.world import World

#: Characters of a query.
MAX_QUERY = 256


async def ask(world: World, parameters: Parameters) -> Json:
    """Type the bot's name and a ``query`` in a chat, in the private one by default."""
    person = world.person(parameters.integer("person_id"))
    chat = world.chat(parameters.integer("chat_id") or person.id)
    text = (parameters.text("query") or "")[:MAX_QUERY]
    chat_type = "sender" if chat.person is not None else chat.kind
    query = world.queries.add(person, text, parameters.text("offset") or "", chat_type)
    if query.answer is None:
        world.happened("inline_query", world.chat(person.id), query.as_api())
    return query_view(query)


async def find(world: World, parameters: Parameters) -> Json:
    """Return a query and what the bot answered."""
    return query_view(_query(world, parameters))


async def choose(world: World, parameters: Parameters) -> Json:
    """Send the result with ``result_id`` into a chat, as the person's message by way of the bot."""
    query = _query(world, parameters)
    chat = world.chat(parameters.integer("chat_id") or query.person.id)
    results = query.answer.results if query.answer else ()
    result = next((one for one in results if one.id == parameters.text("result_id")), None)
    if result is None:
        raise BadRequest("RESULT_ID_INVALID")
    sticker = result.media is not None and result.media.kind == "sticker"
    message = Message(
        id=chat.next_id(),
        chat=chat,
        sender=query.person,
        date=int(time.time()),
        text=Text(plain="") if sticker else result.text,
        media=result.media,
        markup=result.markup,
        thread_id=parameters.integer("thread_id"),
        via_bot=world.bot,
        inline_id=secrets.token_urlsafe(18) if result.markup else None,
    )
    world.keep(message)
    if message.inline_id is not None:
        world.sent_inline[message.inline_id] = chat.id, message.id
    world.told("message", message)
    return message_view(message)


def query_view(query: Query) -> Json:
    """Return a query; what was answered is empty until the bot has answered."""
    answer = query.answer
    return {
        "id": query.id,
        "query": query.text,
        "offset": query.offset,
        "answered": answer is not None,
        "results": [_result_view(result) for result in answer.results] if answer else [],
        "next_offset": answer.next_offset if answer else "",
        "personal": answer.personal if answer else False,
        "cache_time": answer.cache_time if answer else None,
        "button": answer.button if answer else None,
    }


def _result_view(result: Result) -> Json:
    return {
        "id": result.id,
        "kind": result.kind,
        "title": result.title,
        "description": result.description,
        "words": result.text.plain,
        "media": media_view(result.media) if result.media else None,
    }


def _query(world: World, parameters: Parameters) -> Query:
    query = world.queries.find(parameters.text("query_id") or "")
    if query is None:
        raise BadRequest("query not found")
    return query
