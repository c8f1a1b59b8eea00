"""The inbox: updates lie here before Telegram is told that we have them, until they are handled.

It knows chats and updates by their numbers and the rest as text. A bot process claims a chat and handles its
updates in order; every write carries the claim's fence, so that one who lost the chat changes nothing.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict
from redis import Redis
from redis.commands.core import Script

from jobs import keys
from jobs.errors import AtelierError
from jobs.lua import script


class LostChat(AtelierError):
    """The lease ran out and somebody else has the chat: leave it to them."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """An update on its way into the inbox."""

    update: int
    chat: int
    text: str


@dataclass(frozen=True, kw_only=True)
class ChatClaim:
    """A chat in the hands of one process, and its first update."""

    chat: int
    fence: int
    update: int
    text: str
    #: Tries of this update, this one included; those that end by another's fault are taken back.
    begun: int
    #: How often whoever had it in hand did not give it back.
    deaths: int
    #: How often it was put off because something outside was away.
    put_off: int
    #: Seconds since it was first begun.
    age: float
    #: What went wrong the last time it was tried; empty: nothing was said.
    why: str


class Aside(BaseModel):
    """What the operator is told of an update that nobody could handle."""

    model_config = ConfigDict(frozen=True)

    update: int
    kind: str
    error: str


class Inbox:
    """A bot account's updates in Redis; calls block, event loops make them in a thread.

    Args:
        redis: a client that decodes responses.
        bot: the account's number.
    """

    def __init__(self, redis: "Redis", bot: int) -> None:
        self._redis = redis
        self._bot = bot
        self._scripts: dict[str, Script] = {}

    def _run(self, name: str, *args: str | float) -> Any:
        if name not in self._scripts:
            self._scripts[name] = script(self._redis, f"inbox_{name}", "inbox_common")
        return self._scripts[name](args=[self._bot, keys.INBOX_TTL, *args])

    def put(self, entries: Iterable[Entry]) -> list[int]:
        """Write updates, all or none; returns the ids of those that were not here before."""
        words = [word for entry in entries for word in (entry.update, entry.chat, entry.text)]
        return [int(update) for update in self._run("put", *words)]

    def claim(self, owner: str) -> ChatClaim | None:
        """Take the chat that has been due longest; None: none is due."""
        return _claim(self._run("claim", owner, keys.INBOX_LEASE))

    def renew(self, claims: Collection[ChatClaim]) -> set[int]:
        """Lengthen the leases of chats: their updates have killed nobody yet. Returns those that are lost."""
        words = [word for claim in claims for word in (claim.chat, claim.fence)]
        return {int(chat) for chat in self._run("renew", keys.INBOX_LEASE, *words)}

    def done(self, claim: ChatClaim) -> ChatClaim | None:
        """Remove the handled update; returns the chat's next one, None where the chat was given up.

        Raises:
            LostChat: somebody else has the chat and handles the update again.
        """
        return self._finish(claim, "")

    def set_aside(self, claim: ChatClaim, kind: str, error: str) -> ChatClaim | None:
        """Remove an update that nobody can handle, but for its number, kind and error; as :meth:`done`."""
        note = Aside(update=claim.update, kind=kind, error=error)
        return self._finish(claim, note.model_dump_json())

    def _finish(self, claim: ChatClaim, note: str) -> ChatClaim | None:
        done = claim.chat, claim.fence, claim.update
        answer = self._run("done", *done, keys.INBOX_LEASE, note, keys.MOST_ASIDE)
        if answer == "lost":
            raise LostChat(str(claim.update))
        return _claim(answer)

    def pause(
        self, claim: ChatClaim, seconds: float, *, counted: bool = False, put_off: bool = False, why: str = ""
    ) -> bool:
        """Give a chat up for some time, its first update unhandled; False: it was lost.

        Args:
            counted: the try was the update's own fault.
            put_off: something outside was away, count that.
            why: kept for the next try.
        """
        flags = int(counted), int(put_off)
        return bool(self._run("pause", claim.chat, claim.fence, seconds, *flags, why))

    def elect(self, owner: str) -> bool:
        """Become, or stay, the one process that asks for updates."""
        return bool(self._run("elect", owner, keys.POLLER_LEASE * 1000))

    def resign(self, owner: str) -> None:
        """Let another process ask for updates."""
        self._run("resign", owner)

    def chats(self) -> int:
        """Count the chats with updates that are not handled."""
        return int(self._redis.zcard(keys.inbox_due(self._bot)))

    def aside(self) -> list[Aside]:
        """List what was set aside lately, youngest first."""
        notes: list[str] = self._redis.lrange(keys.inbox_aside(self._bot), 0, -1)  # type: ignore[assignment]
        return [Aside.model_validate_json(note) for note in notes]


def _claim(answer: Any) -> ChatClaim | None:
    if not answer:
        return None
    chat, fence, entry, begun, deaths, put_off, age, why = answer
    update, _, text = entry.partition(" ")
    return ChatClaim(
        chat=int(chat),
        fence=int(fence),
        update=int(update),
        text=text,
        begun=begun,
        deaths=deaths,
        put_off=put_off,
        age=float(age),
        why=why,
    )
