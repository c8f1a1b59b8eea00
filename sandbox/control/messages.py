"""What people write, delete and press, and what they see."""

import secrets
import time
from collections.abc import Sequence

from sandbox.chats import Chat
from sandbox.control.people import close
from sandbox.control.view import message_view, press_view
from sandbox.errors import BadRequest
from sandbox.files import Upload
from sandbox.media import Media
from sandbox.messages import Message
from sandbox.parameters import Parameters
from sandbox.people import Json, Person
from sandbox.texts import Text, plain
from sandbox.world import World


async def list_messages(world: World, parameters: Parameters) -> Json:
    """List what changed in a chat after the change number ``since``, and the number to ask with next time."""
    chat = world.chat(parameters.integer("chat_id"))
    since = parameters.integer("since") or 0
    changed = sorted(chat.changed_since(since))
    return {
        "change": max((chat.changes[number] for number in changed), default=since),
        "messages": [message_view(chat.messages[number]) for number in changed if number in chat.messages],
        "deleted": [number for number in changed if number not in chat.messages],
    }


async def send(world: World, parameters: Parameters) -> list[Json]:
    """Send what a person wrote: a text, or one or more files, as photos unless ``kind`` is ``document``."""
    person = world.person(parameters.integer("person_id"))
    chat = world.chat(parameters.integer("chat_id") or person.id)
    text = plain(parameters.text("text") or parameters.text("caption") or "")
    media = [await _kept(world, upload, parameters) for upload in parameters.uploads.values()]
    if not media and not text.plain:
        raise BadRequest("message text is empty")
    reply_to = _answered(chat, parameters)
    messages = _messages(chat, person, text, media, reply_to, parameters.integer("thread_id"))
    close(world, person, chat, closed=False)  # who writes to a bot has unblocked it
    return [_sent(world, message) for message in messages]


async def delete(world: World, parameters: Parameters) -> bool:
    """Take a message away for everybody, without a word to the bot."""
    chat = world.chat(parameters.integer("chat_id"))
    world.delete(chat.message(parameters.integer("message_id"), otherwise="message not found"))
    return True


async def press(world: World, parameters: Parameters) -> Json:
    """Press the button with this ``data`` under a message."""
    person = world.person(parameters.integer("person_id"))
    chat = world.chat(parameters.integer("chat_id") or person.id)
    message = chat.message(parameters.integer("message_id"), otherwise="message not found")
    data = parameters.text("data")
    if data is None:
        raise BadRequest("there is no data in the press")
    pressed = world.presses.add(person, message, data)
    world.happened("callback_query", chat, pressed.as_api())
    return press_view(pressed)


async def find_press(world: World, parameters: Parameters) -> Json:
    """Return a press and what the bot answered."""
    pressed = world.presses.find(parameters.text("press_id") or "")
    if pressed is None:
        raise BadRequest("press not found")
    return press_view(pressed)


async def _kept(world: World, upload: Upload, parameters: Parameters) -> Media:
    if parameters.text("kind") == "document":
        return await world.files.add_document(upload)
    return await world.files.add_photo(upload.content, strict=False)


def _answered(chat: Chat, parameters: Parameters) -> Message | None:
    asked = parameters.integer("reply_to")
    return None if asked is None else chat.message(asked, otherwise="message to be replied not found")


def _messages(
    chat: Chat,
    person: Person,
    text: Text,
    media: Sequence[Media],
    reply_to: Message | None,
    thread_id: int | None,
) -> list[Message]:
    """Return the messages to send: one, or an album whose caption stands under its first picture."""
    album = str(secrets.randbits(60)) if len(media) > 1 else None
    topic = thread_id or (reply_to.thread_id if reply_to else None)
    items: list[Media | None] = [*media] or [None]
    return [
        Message(
            id=chat.next_id(),
            chat=chat,
            sender=person,
            date=int(time.time()),
            text=Text(plain="") if place else text,
            media=item,
            reply_to=reply_to.id if reply_to else None,
            thread_id=topic,
            album=album,
        )
        for place, item in enumerate(items)
    ]


def _sent(world: World, message: Message) -> Json:
    world.keep(message)
    world.happened("message", message.chat, message.as_api())
    return message_view(message)
