"""One message: what it says, what it carries, and what happened to it since."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sandbox.media import Media
from sandbox.people import Json, Person
from sandbox.texts import Text

if TYPE_CHECKING:
    from sandbox.chats import Chat


@dataclass(frozen=True, kw_only=True)
class Message:
    """A message as it stands now; an edit replaces it by another one with the same id."""

    id: int
    chat: Chat = field(repr=False)
    sender: Person
    #: Seconds since 1970.
    date: int
    #: The text, or the caption where there is media.
    text: Text
    media: Media | None = None
    markup: Json | None = None
    #: Id of the message in the same chat that this one answers.
    reply_to: int | None = None
    #: The topic of a forum.
    thread_id: int | None = None
    #: Shared by the messages of one album.
    album: str | None = None
    #: How often it was edited, and when last, in seconds since 1970.
    edits: int = 0
    edit_date: int | None = None
    #: What the bot put under it.
    reactions: tuple[str, ...] = ()
    #: Where it was forwarded from: the Bot API's ``MessageOrigin``.
    origin: Json | None = None
    #: The bot whose inline result a person sent.
    via_bot: Person | None = None
    #: By what the bot can edit a result that somebody sent: it has no other name for it.
    inline_id: str | None = None
    #: What it tells instead of words, as the Bot API's fields: an invoice, a payment, who came or went.
    service: Json | None = None

    def says_the_same(self, other: Message) -> bool:
        """Return whether an edit from one to the other would change nothing that is seen."""
        return self._content() == other._content()

    def as_api(self, *, nested: bool = False) -> Json:
        """Return the Bot API's ``Message`` object; a ``nested`` one does not say what it replies to."""
        message: Json = {
            "message_id": self.id,
            "from": self.sender.as_api(),
            "chat": self.chat.as_api(),
            "date": self.date,
        }
        replied = None if nested else self.chat.messages.get(self.reply_to or 0)
        optional = {
            "message_thread_id": self.thread_id,
            "is_topic_message": True if self.thread_id else None,
            "edit_date": self.edit_date,
            "media_group_id": self.album,
            "reply_to_message": replied.as_api(nested=True) if replied else None,
            "forward_origin": self.origin,
            "via_bot": self.via_bot.as_api() if self.via_bot else None,
            "reply_markup": self.markup,
        }
        message |= {name: value for name, value in optional.items() if value is not None}
        return message | self._words() | (self.media.as_api() if self.media else {}) | (self.service or {})

    def _words(self) -> Json:
        names = ("caption", "caption_entities") if self.media else ("text", "entities")
        if not self.text.plain:
            return {}
        words: Json = {names[0]: self.text.plain}
        return words | ({names[1]: list(self.text.entities)} if self.text.entities else {})

    def _content(self) -> tuple[object, ...]:
        shown = (self.media.origin, self.media.unique_id) if self.media else None
        return self.text, shown, self.markup
