"""A record of the Bot API calls; the token is never in it."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import islice

#: Calls remembered; the oldest go.
MAX_CALLS = 200_000


@dataclass(frozen=True, kw_only=True)
class Call:
    """One call of one method."""

    #: Counts up from 1 without gaps, in the order of the answers.
    number: int = 0
    method: str
    chat_id: int | None = None
    message_id: int | None = None
    #: When it came, in seconds since 1970, and how many seconds the answer took.
    at: float
    seconds: float
    #: HTTP status of the answer; 0 where a fault let there be none.
    status: int
    #: Why it was refused.
    description: str | None = None


class Calls:
    """Remembers calls."""

    def __init__(self) -> None:
        self._calls: deque[Call] = deque(maxlen=MAX_CALLS)
        self._count = 0

    def add(self, call: Call) -> None:
        """Remember a call under the next number."""
        self._count += 1
        self._calls.append(replace(call, number=self._count))

    def since(self, number: int) -> list[Call]:
        """Return the calls after the one of that ``number``, oldest first."""
        behind = min(len(self._calls), max(0, self._count - number))
        return list(islice(reversed(self._calls), behind))[::-1]

    def youngest(self) -> Iterator[Call]:
        """Yield the calls, the youngest first."""
        return reversed(self._calls)
