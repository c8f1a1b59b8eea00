"""What Telegram sends becomes what the inbox keeps: an update's chat, and its text without names."""

import json
from dataclasses import dataclass
from typing import Any, NoReturn

from telegram import Update

from jobs.inbox import Entry

#: Kinds of update that some handler takes; the others are not sent.
KINDS = [
    Update.MESSAGE,
    Update.EDITED_MESSAGE,
    Update.CALLBACK_QUERY,
    Update.INLINE_QUERY,
    Update.PRE_CHECKOUT_QUERY,
    Update.MY_CHAT_MEMBER,
]
#: Members that only say who people and chats are, at any depth.
_NAMES = frozenset(
    {"active_usernames", "author_signature", "bio", "custom_title", "email", "last_name", "username", "vcard"}
)
#: The same where the library wants something to be there, and what it gets.
_BLANKS = {
    "address": "",
    "description": "",
    "first_name": "",
    "name": "",
    "new_chat_title": "-",  # that there is a new one tells this message from others
    "phone_number": "",
    "sender_user_name": "",
    "title": "",
}
#: Ids are numbers of up to 52 bits; this is more than enough.
_MOST = 2**63


class Unreadable(ValueError):
    """This is no update: whoever sent it is told so, and nothing is kept."""


@dataclass(frozen=True, kw_only=True)
class Arrival:
    """An update that has just come."""

    entry: Entry
    #: Did it come in a chat with one person?
    private: bool
    #: The person's language, as Telegram says it.
    language: str | None


def read(body: bytes) -> Arrival:
    """Read an update from JSON.

    Raises:
        Unreadable: it is none.
    """
    try:
        return arrival(json.loads(body, parse_constant=_no_number))
    except (ValueError, RecursionError) as error:
        raise Unreadable(type(error).__name__) from None  # the error's text may hold the content


def arrival(raw: object) -> Arrival:
    """Make of an update what the inbox keeps.

    Raises:
        Unreadable: it is none.
    """
    if not isinstance(raw, dict) or not _is_id(raw.get("update_id")):
        raise Unreadable("no update_id")
    content = next((part for part in raw.values() if isinstance(part, dict)), {})
    chat, sender = _chat(content), _member(content, "from")
    language = sender.get("language_code")
    text = json.dumps(nameless(raw), separators=(",", ":"))
    return Arrival(
        entry=Entry(update=raw["update_id"], chat=_id(chat) or _id(sender), text=text),
        private=chat.get("type") == "private",
        language=language if isinstance(language, str) else None,
    )


def nameless(value: Any) -> Any:
    """Copy a JSON value without the names of people and chats; their numbers stay."""
    if isinstance(value, list):
        return [nameless(part) for part in value]
    if not isinstance(value, dict):
        return value
    kept = {key: part for key, part in value.items() if key not in _NAMES}
    return {key: _BLANKS[key] if _is_name(key, part) else nameless(part) for key, part in kept.items()}


def _is_name(key: str, part: Any) -> bool:
    return key in _BLANKS and isinstance(part, str)


def _chat(content: dict[str, Any]) -> dict[str, Any]:
    return _member(content, "chat") or _member(_member(content, "message"), "chat")


def _member(value: dict[str, Any], name: str) -> dict[str, Any]:
    part = value.get(name)
    return part if isinstance(part, dict) else {}


def _id(value: dict[str, Any]) -> int:
    number = value.get("id")
    return number if isinstance(number, int) and abs(number) < _MOST else 0


def _is_id(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 < value < _MOST


def _no_number(word: str) -> NoReturn:
    raise ValueError(word)
