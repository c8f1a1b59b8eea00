"""Edits of a message that may still arrive: what is put into the message for good is repeated after them.

An edit that ends without an answer may take effect seconds later, over whatever came after it. So every edit
that is not the last word is marked before it is sent; the mark goes when its outcome is known, and lasts a
while longer where it stays unknown, or where the process that sent it was killed.
"""

from dataclasses import dataclass
from typing import Literal

from redis import Redis

from jobs import keys

#: Seconds after which an edit of unknown outcome has surely arrived or died.
SETTLED = 5
#: Seconds that an edit may be under way: longer than all time-outs of one Bot API call together.
UNDER_WAY = 45

#: Who edits: each has one edit of a message under way at most.
Editor = Literal["card", "place", "progress", "question"]
_EDITORS: tuple[Editor, ...] = ("card", "place", "progress", "question")
_LATE = "late"


@dataclass(frozen=True)
class Doubts:
    """The marks in Redis."""

    redis: "Redis"

    def begin(self, chat: int, message: int, editor: Editor) -> None:
        """Mark an edit that is about to be sent."""
        self.redis.set(keys.edit(chat, message, editor), 1, px=UNDER_WAY * 1000)

    def end(self, chat: int, message: int, editor: Editor, *, known: bool) -> None:
        """Note that an edit is over.

        Args:
            known: whether Telegram said what became of it.
        """
        with self.redis.pipeline() as pipe:
            pipe.delete(keys.edit(chat, message, editor))
            if not known:
                pipe.set(keys.edit(chat, message, _LATE), 1, px=SETTLED * 1000)
            pipe.execute()

    def left(self, chat: int, message: int) -> float:
        """Seconds for which some edit may still arrive; 0: none can."""
        with self.redis.pipeline(transaction=False) as pipe:
            for what in (*_EDITORS, _LATE):
                pipe.pttl(keys.edit(chat, message, what))
            lives: list[int] = pipe.execute()
        return max(0, *lives) / 1000
