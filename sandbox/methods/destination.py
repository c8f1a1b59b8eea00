"""Where a message goes: the chat, the topic, and what it answers."""

import time
from dataclasses import dataclass

from sandbox.chats import Chat
from sandbox.errors import BadRequest, Forbidden
from sandbox.markup import inline_keyboard
from sandbox.media import Media
from sandbox.messages import Message
from sandbox.parameters import Parameters
from sandbox.people import Json
from sandbox.texts import Text
from sandbox.world import World


@dataclass(frozen=True, kw_only=True)
class Destination:
    """A place in a chat where the bot may write."""

    chat: Chat
    thread_id: int | None
    reply_to: int | None
    markup: Json | None


def open_chat(world: World, parameters: Parameters) -> Chat:
    """Return the chat that a call names.

    Raises:
        BadRequest: the bot does not know it.
        Forbidden: it does not want the bot.
    """
    named = parameters.text("chat_id")
    if named is None:
        raise BadRequest("chat_id is empty")
    chat = world.chat(int(named) if named.removeprefix("-").isdecimal() else None)
    if chat.closed:
        raise Forbidden(_why_closed(chat))
    return chat


def _why_closed(chat: Chat) -> str:
    if chat.kind == "private":
        return "bot was blocked by the user"
    how = "is not a member of" if chat.left else "was kicked from"
    return f"bot {how} the supergroup chat"


def destination(world: World, parameters: Parameters, *, pays: bool = False) -> Destination:
    """Return where a new message goes; ``pays`` says that it is an invoice.

    Raises:
        ApiError: there is no such chat, topic or message, or the keyboard is wrong.
    """
    chat = open_chat(world, parameters)
    reply_to = _reply_to(chat, parameters)
    answered = chat.messages[reply_to].thread_id if reply_to else None
    thread_id = parameters.integer("message_thread_id") or answered
    if thread_id is not None and thread_id not in chat.topics:
        raise BadRequest("message thread not found")
    if thread_id in chat.closed_topics and chat.members.get(world.bot.id) != "administrator":
        raise BadRequest("TOPIC_CLOSED")
    return Destination(
        chat=chat, thread_id=thread_id, reply_to=reply_to, markup=inline_keyboard(parameters, pays=pays)
    )


def post(
    world: World,
    place: Destination,
    text: Text,
    media: Media | None = None,
    album: str | None = None,
    service: Json | None = None,
) -> Message:
    """Put the bot's message into the chat."""
    message = Message(
        id=place.chat.next_id(),
        chat=place.chat,
        sender=world.bot,
        date=int(time.time()),
        text=text,
        media=media,
        markup=place.markup,
        reply_to=place.reply_to,
        thread_id=place.thread_id,
        album=album,
        service=service,
    )
    return world.keep(message)


def _reply_to(chat: Chat, parameters: Parameters) -> int | None:
    asked = parameters.structure("reply_parameters") or {
        "message_id": parameters.integer("reply_to_message_id"),
        "allow_sending_without_reply": parameters.flag("allow_sending_without_reply"),
    }
    if not isinstance(asked, dict):
        raise BadRequest("can't parse reply parameters: expected an Object")
    wanted = asked.get("message_id")
    if wanted is None or wanted in chat.messages:
        return wanted
    if asked.get("allow_sending_without_reply"):
        return None
    raise BadRequest("message to be replied not found")
