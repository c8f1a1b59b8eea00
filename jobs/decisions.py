"""A painting that its person stopped waits, painted and kept, for a word: keep it or drop it."""

from dataclasses import dataclass
from enum import StrEnum

from redis import Redis

from jobs import keys
from jobs.lua import script
from jobs.record import State


class Decision(StrEnum):
    """What became of a person's word."""

    GONE = "gone"
    NOT_YOURS = "not_yours"
    TOO_LATE = "too_late"  # never asked, or decided otherwise
    TOLD = "told"  # pressed twice; it is over
    DECIDED = "decided"  # the caller tells the person


@dataclass(frozen=True)
class Decisions:
    """The words in Redis."""

    redis: "Redis"

    def decide(self, job_id: str, person: int, *, keep: bool) -> tuple[Decision, int]:
        """Let a stopped painting be delivered or dropped; with DECIDED, the fence to tell under."""
        outcome = State.DONE if keep else State.CANCELLED
        what, fence = script(self.redis, "decide")(
            args=[job_id, person, outcome, keys.FIRST_DELIVERY_LEASE, keys.RECORD_TTL]
        )
        return Decision(what), fence
