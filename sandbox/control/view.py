"""A message, a chat, a press as the people's side shows them."""

from sandbox.chats import Chat
from sandbox.media import Document, Media, Video
from sandbox.messages import Message
from sandbox.people import Json
from sandbox.presses import Press


def message_view(message: Message) -> Json:
    """Return what a person sees of a message."""
    return {
        "id": message.id,
        "chat_id": message.chat.id,
        "from": {"id": message.sender.id, "name": message.sender.first_name, "bot": message.sender.is_bot},
        "date": message.date,
        "text": None if message.media else message.text.plain,
        "caption": message.text.plain if message.media else None,
        "entities": list(message.text.entities),
        "media": media_view(message.media) if message.media else None,
        "buttons": _buttons(message.markup),
        "reply_to": message.reply_to,
        "thread_id": message.thread_id,
        "album": message.album,
        "edits": message.edits,
        "reactions": list(message.reactions),
        "via_bot": message.via_bot is not None,
        "service": message.service,
    }


def media_view(media: Media) -> Json:
    """Return what a person sees of a photo or a file; sizes in pixels and bytes, ``duration`` in seconds."""
    if isinstance(media, Document):
        width, height = media.pixels or (None, None)
        return {
            "kind": media.kind,
            "width": width,
            "height": height,
            "name": media.name,
            "mime": media.mime,
            "bytes": media.size,
            "unique_id": media.unique_id,
            "duration": media.duration if isinstance(media, Video) else None,
        }
    largest = media.largest
    return {
        "kind": media.kind,
        "width": largest.width,
        "height": largest.height,
        "name": None,
        "mime": "image/jpeg",
        "bytes": largest.size,
        "unique_id": largest.unique_id,
        "duration": None,
    }


def chat_view(chat: Chat) -> Json:
    """Return what the list of chats shows."""
    return {
        "id": chat.id,
        "kind": chat.kind,
        "title": chat.title,
        "topics": [
            {"id": thread_id, "title": title, "closed": thread_id in chat.closed_topics}
            for thread_id, title in chat.topics.items()
        ],
        "closed": chat.closed,
        "messages": len(chat.messages),
    }


def press_view(press: Press) -> Json:
    """Return a press and what the bot answered."""
    return {
        "id": press.id,
        "person_id": press.person.id,
        "chat_id": press.message.chat.id,
        "message_id": press.message.id,
        "data": press.data,
        "answered": press.answered,
        "answer": press.answer,
        "alert": press.alert,
    }


def _buttons(markup: Json | None) -> list[list[Json]]:
    rows = markup["inline_keyboard"] if markup else []
    return [[_button(button) for button in row] for row in rows]


def _button(button: Json) -> Json:
    """Return a button; ``switch`` begins an inline query ``to`` here, any chat, or one that is chosen."""
    chosen = button.get("switch_inline_query_chosen_chat")
    switches = {
        "here": button.get("switch_inline_query_current_chat"),
        "any": button.get("switch_inline_query"),
        "chosen": None if chosen is None else chosen.get("query", ""),
    }
    copied = button.get("copy_text")
    return {
        "text": button["text"],
        "data": button.get("callback_data"),
        "url": button.get("url"),
        "switch": next(
            ({"to": to, "query": query} for to, query in switches.items() if query is not None), None
        ),
        "pay": button.get("pay") is True,
        "copy": copied.get("text") if isinstance(copied, dict) else None,
    }
