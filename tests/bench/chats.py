"""Chats as a sandbox would show them, made by hand: what a referee must tell apart."""

from random import Random
from typing import Any

from bench.chaos.patterns import Pattern, drawn
from bench.chaos.referee import Referee, Sent, Verdict
from sandbox.person import Button, Message, State

CHAT = 77
#: What stands under a message.
CANCEL, AGAIN, FAST = ("v1|cancel|AAAAAAAAAA",), ("v1|again|AAAAAAAAAA", "v1|other|AAAAAAAAAA"), ("v1|fast|",)


def photos(count: int) -> list[Pattern]:
    """Photos that differ."""
    return drawn(count, Random(5), [(110, 190)] * count)


class Chats:
    """People, the bot, and everything that was shown."""

    def __init__(self, count: int = 2) -> None:
        self.states: list[State] = []
        self.sent = [self._photo(photo) for photo in photos(count)]
        self._bytes: dict[str, bytes] = {}

    def judged(self) -> list[Verdict]:
        """What the referee says of each photo."""
        return self.referee().judge()

    def referee(self) -> Referee:
        """The referee who saw this."""
        return Referee(self.states, self.sent, lambda message: self._bytes[message.content or ""])

    def says(
        self, words: str, *buttons: str, to: int = 0, message: int | None = None, chat: int = CHAT
    ) -> int:
        """The bot writes or edits a text in answer to one of the photos."""
        return self._show(message, chat, text=words, reply_to=self.sent[to].message, buttons=buttons)

    def paints(
        self, photo: Pattern, *, to: int = 0, message: int | None = None, name: str | None = None
    ) -> int:
        """The bot puts a picture that looks like this photo into a message."""
        content = name or f"{photo.width}x{photo.height}"
        self._bytes[content] = photo.jpeg()
        return self._show(
            message,
            CHAT,
            caption="✅ Wave",
            reply_to=self.sent[to].message,
            buttons=("v1|file|AAAAAAAAAA", *AGAIN),
            media="photo",
            size=(photo.width, photo.height),
            content=content,
        )

    def _photo(self, photo: Pattern) -> Sent:
        return Sent(chat=CHAT, message=self._show(None, CHAT, from_bot=False, media="photo"), photo=photo)

    def _show(self, message: int | None, chat: int, *, buttons: tuple[str, ...] = (), **what: Any) -> int:
        number = len(self.states) + 1
        shown = message or 1000 + number
        rows = [[Button(text="?", data=data) for data in buttons]] if buttons else []
        self.states.append(
            State(
                number=number,
                at=float(number),
                chat_id=chat,
                message_id=shown,
                message=Message(**_NOTHING | what | {"id": shown, "chat_id": chat, "buttons": rows}),
            )
        )
        return shown


_NOTHING: dict[str, Any] = {
    "from_bot": True,
    "from_id": 42,
    "text": None,
    "caption": None,
    "entities": (),
    "media": None,
    "size": None,
    "content": None,
    "file_name": None,
    "mime": None,
    "links": {},
    "reply_to": None,
    "thread_id": None,
    "album": None,
    "edits": 0,
    "reactions": (),
    "duration": None,
    "switches": {},
    "via_bot": False,
    "service": None,
    "client": None,
}
