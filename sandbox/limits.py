"""Telegram's flood control: how many messages a bot may send."""

import math
import re
import time
from dataclasses import dataclass, field

from sandbox.errors import TooManyRequests

#: What counts: all that puts something into a chat, or changes what is there.
COUNTED = re.compile(r"send(?!chataction).+|editmessage.+|deletemessage")


@dataclass(kw_only=True)
class Bucket:
    """Lets ``burst`` calls through at once, then ``rate`` a second."""

    rate: float
    burst: float
    left: float = field(init=False)
    at: float = field(init=False)

    def __post_init__(self) -> None:
        self.left, self.at = self.burst, time.monotonic()

    def wait(self, weight: int) -> float:
        """Return how many seconds ``weight`` calls have to wait; 0 where they may go."""
        now = time.monotonic()
        self.left = min(self.burst, self.left + (now - self.at) * self.rate)
        self.at = now
        return max(0.0, (min(weight, self.burst) - self.left) / self.rate)


class Limits:
    """Counts messages, where it is switched on: 30/s over all, 1/s in a private chat, 20/min in a group."""

    def __init__(self, *, on: bool) -> None:
        self.on = on
        self._overall = Bucket(rate=30, burst=30)
        self._chats: dict[int, Bucket] = {}

    def check(self, method: str, chat_id: int | None, weight: int = 1) -> None:
        """Count a call of ``weight`` messages.

        Raises:
            TooManyRequests: the chat or the bot has to wait; nothing was counted.
        """
        if not self.on or not COUNTED.fullmatch(method.lower()):
            return
        buckets = [self._overall] + ([self._chat(chat_id)] if chat_id is not None else [])
        wait = max(bucket.wait(weight) for bucket in buckets)
        if wait > 0:
            raise TooManyRequests(max(1, math.ceil(wait)))
        for bucket in buckets:
            bucket.left -= weight

    def _chat(self, chat_id: int) -> Bucket:
        private = chat_id > 0
        fresh = Bucket(rate=1, burst=5) if private else Bucket(rate=20 / 60, burst=20)
        return self._chats.setdefault(chat_id, fresh)
