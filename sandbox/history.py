"""What every chat showed, and when: the witness of an experiment."""

import time
from collections import deque
from dataclasses import dataclass
from itertools import islice

from sandbox.messages import Message

#: States of messages remembered; the oldest go.
MAX_ENTRIES = 400_000


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One state of one message, from the moment it was shown until the next entry of that message."""

    #: Counts up from 1 without gaps.
    number: int
    #: Seconds since 1970.
    at: float
    chat_id: int
    message_id: int
    #: None: it was deleted.
    message: Message | None


class History:
    """Remembers every state of every message."""

    def __init__(self) -> None:
        self._entries: deque[Entry] = deque(maxlen=MAX_ENTRIES)
        self._count = 0

    def kept(self, message: Message) -> None:
        """Note that a message is new or has changed."""
        self._add(message.chat.id, message.id, message)

    def deleted(self, message: Message) -> None:
        """Note that a message is gone."""
        self._add(message.chat.id, message.id, None)

    def since(self, number: int) -> list[Entry]:
        """Return the entries after the one of that ``number``, oldest first."""
        behind = min(len(self._entries), max(0, self._count - number))
        return list(islice(reversed(self._entries), behind))[::-1]

    def _add(self, chat_id: int, message_id: int, message: Message | None) -> None:
        self._count += 1
        self._entries.append(
            Entry(number=self._count, at=time.time(), chat_id=chat_id, message_id=message_id, message=message)
        )
