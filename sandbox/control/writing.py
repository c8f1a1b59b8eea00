"""What people write: texts, pictures, films, stickers, albums, and what they change of it later."""

import re
import time
from collections.abc import Sequence
from dataclasses import replace

from sandbox.albums import albums
from sandbox.chats import Chat
from sandbox.control.people import close
from sandbox.control.view import message_view
from sandbox.errors import BadRequest
from sandbox.files import Upload
from sandbox.incoming import keep_as, keep_guessed
from sandbox.media import Kind, Media
from sandbox.messages import Message
from sandbox.parameters import Parameters
from sandbox.people import Json, Person
from sandbox.texts import MAX_CAPTION, MAX_TEXT, Text, plain
from sandbox.world import World

#: What a deep link may carry after ``?start=``.
PAYLOAD = re.compile(r"[A-Za-z0-9_-]{0,64}")
_KINDS: dict[str, Kind] = {
    "document": "document",
    "animation": "animation",
    "video": "video",
    "sticker": "sticker",
}


async def send(world: World, parameters: Parameters) -> list[Json]:
    """Send what a person wrote: a text, or one or more files with a ``caption`` or ``captions``.

    ``kind`` says how the files are shown, as photo, document, animation, video or sticker; without it that
    follows from their bytes.
    """
    person, chat = _writer(world, parameters)
    reply_to = _answered(chat, parameters)
    thread_id = parameters.integer("thread_id") or (reply_to.thread_id if reply_to else None)
    if thread_id in chat.closed_topics:
        raise BadRequest("TOPIC_CLOSED")
    texts = _texts(parameters)
    media = [await _kept(world, upload, parameters) for upload in parameters.uploads.values()]
    _check_words(texts, media)
    if not media and not texts[0].plain:
        raise BadRequest("message text is empty")
    if chat.person is not None:
        close(world, person, chat, closed=False)  # who writes to a bot has unblocked it
    items: Sequence[tuple[Media | None, str | None]] = albums(media) or [(None, None)]
    return [
        _sent(
            world,
            Message(
                id=chat.next_id(),
                chat=chat,
                sender=person,
                date=int(time.time()),
                text=texts[place] if place < len(texts) else Text(plain=""),
                media=item,
                reply_to=reply_to.id if reply_to else None,
                thread_id=thread_id,
                album=album,
            ),
        )
        for place, (item, album) in enumerate(items)
    ]


async def edit(world: World, parameters: Parameters) -> Json:
    """Change the text or the caption of what a person wrote; with a file, the media too."""
    person, chat = _writer(world, parameters)
    message = chat.message(parameters.integer("message_id"), otherwise="message to edit not found")
    if message.sender != person:
        raise BadRequest("message can't be edited")
    media = [await _kept(world, upload, parameters) for upload in parameters.uploads.values()]
    text = _texts(parameters)[0]
    after = replace(message, text=text, media=media[0] if media else message.media)
    _check_words([text], [after.media] if after.media else [])
    if after.says_the_same(message):
        raise BadRequest("message is not modified")
    kept = world.keep(replace(after, edits=message.edits + 1, edit_date=int(time.time())))
    world.told("edited_message", kept)
    return message_view(kept)


async def forward(world: World, parameters: Parameters) -> Json:
    """Forward message ``message_id`` of chat ``from_chat_id``; the bot is told who wrote it."""
    person, chat = _writer(world, parameters)
    source = world.chat(parameters.integer("from_chat_id"))
    message = source.message(parameters.integer("message_id"), otherwise="message to forward not found")
    if message.service is not None:
        raise BadRequest("message can't be forwarded")
    wrote = {"type": "user", "sender_user": message.sender.as_api(), "date": message.date}
    forwarded = Message(
        id=chat.next_id(),
        chat=chat,
        sender=person,
        date=int(time.time()),
        text=message.text,
        media=message.media,
        thread_id=parameters.integer("thread_id"),
        origin=message.origin or wrote,
    )
    return _sent(world, forwarded)


async def start(world: World, parameters: Parameters) -> list[Json]:
    """Open the bot by a deep link: a person's app sends ``/start`` and what the link carries."""
    payload = parameters.text("payload") or ""
    if not PAYLOAD.fullmatch(payload):
        raise BadRequest("START_PARAM_INVALID")
    return await send(world, Parameters({**parameters.values, "text": f"/start {payload}".strip()}))


def _writer(world: World, parameters: Parameters) -> tuple[Person, Chat]:
    person = world.person(parameters.integer("person_id"))
    chat = world.chat(parameters.integer("chat_id") or person.id)
    if chat.members.get(person.id) == "left":
        raise BadRequest("the person is not in the group")
    return person, chat


async def _kept(world: World, upload: Upload, parameters: Parameters) -> Media:
    kind = parameters.text("kind")
    if kind is None:
        return await keep_guessed(world.files, upload)
    if kind in _KINDS:
        return await keep_as(world.files, upload, _KINDS[kind])
    if kind != "photo":
        raise BadRequest(f"there is no kind {kind!r}")
    return await world.files.add_photo(upload.content, strict=False)


def _answered(chat: Chat, parameters: Parameters) -> Message | None:
    asked = parameters.integer("reply_to")
    return None if asked is None else chat.message(asked, otherwise="message to be replied not found")


def _texts(parameters: Parameters) -> list[Text]:
    """Return the text, or the captions by place: one alone stands under the first picture."""
    captions = parameters.structure("captions") or [
        parameters.text("text") or parameters.text("caption") or ""
    ]
    if not isinstance(captions, list):
        raise BadRequest("can't parse captions: expected an Array of String")
    return [plain(str(caption or "")) for caption in captions]


def _check_words(texts: Sequence[Text], media: Sequence[Media]) -> None:
    for text, item in zip(texts, media, strict=False):
        if text.plain and item.kind == "sticker":
            raise BadRequest("a sticker has no caption")
    longest = MAX_CAPTION if media else MAX_TEXT
    if any(text.units > longest for text in texts):
        raise BadRequest("message caption is too long" if media else "message is too long")


def _sent(world: World, message: Message) -> Json:
    world.keep(message)
    world.told("message", message)
    return message_view(message)
