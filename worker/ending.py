"""The ends that a claimed job can have, each said to Redis under its fence, and then to its person."""

from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic, sleep
from typing import TYPE_CHECKING, Final, TypeVar

import structlog
from redis.exceptions import RedisError

from jobs.record import Claim, Result, State
from jobs.store import Store
from worker.lease import Order

if TYPE_CHECKING:
    from worker.studio import Studio

T = TypeVar("T")

logger = structlog.get_logger()

#: Seconds of telling a person before the process is ended.
LAST_TELLING: Final = 1.0
#: Seconds for which what must be said is said again while Redis is away, and between two such tries.
OUTAGE: Final = 900.0
AGAIN: Final = 0.5


@dataclass(frozen=True)
class Ending:
    """How one claimed job ends; says in a word or two how it did."""

    place: "Studio"
    claim: Claim

    @property
    def _store(self) -> Store:
        return self.place.prompt_store

    def painted(self, result: Result, *, asked: bool = False) -> str:
        """The picture is painted and kept: bring it, or ask its person first whether it is still wanted."""
        if not self._concluded(State.STOPPED if asked else State.DONE, result=result):
            return "lost"
        size, seconds = f"{result.width}x{result.height}", round(result.seconds, 2)
        logger.info("→ painted", size=size, seconds=seconds, share=round(result.share, 2))
        megapixels = 0.0 if asked else result.width * result.height / 1e6
        self.place.telling.begin(self.claim.job.id, self.claim.fence, megapixels)
        return f"painted in {result.seconds:.1f} s"

    def told(self, outcome: State, reason: str = "") -> str:
        """There will be no picture: tell the person."""
        if not self._concluded(outcome, reason):
            return "lost"
        self.place.telling.begin(self.claim.job.id, self.claim.fence)
        return f"{outcome} {reason}".strip()

    def handed_back(self) -> str:
        """This worker stops: somebody else paints it, at its old place."""
        surely(lambda: self._store.hand_back(self.claim))
        logger.info("↻ handed back")
        return "handed back"

    def postponed(self, why: str) -> str:
        """Telegram does not hand the pictures out."""
        seconds = surely(lambda: self._store.postpone(self.claim, "away"))
        logger.warning("↻ postponed, Telegram is away", why=why, pause_s=seconds)
        return "postponed"

    def broke(self) -> str:
        """An error of ours: try again, unless it was tried often."""
        surely(lambda: self._store.retry(self.claim, "broken"))
        return "broke"

    def last_words(self, order: Order) -> None:
        """What can be done just before this process is ended: one try, and no waiting."""
        try:
            if order is Order.STOP:
                self._store.hand_back(self.claim)
                logger.info("↻ handed back, stopping at once", job=self.claim.job.label)
            elif order in (Order.CANCEL, Order.ASK) and self._store.conclude(self.claim, State.CANCELLED):
                self.place.telling.now(self.claim.job.id, self.claim.fence, LAST_TELLING)
        except RedisError as trouble:  # the lease runs out, and the re-driver does what is wanted
            logger.warning("! left to the re-driver", job=self.claim.job.label, error=type(trouble).__name__)

    def _concluded(self, outcome: State, reason: str = "", result: Result | None = None) -> bool:
        """Conclude it, however long Redis is away: what is painted must not be painted again."""

        def conclude() -> bool:
            if self._store.conclude(self.claim, outcome, reason=reason, result=result):
                return True
            record = self._store.record(self.claim.job.id)
            # Ours as well, where the answer to an earlier try got lost.
            ours = (State.DELIVERING, outcome, self.claim.fence)
            return record is not None and (record.state, record.outcome, record.fence) == ours

        concluded = surely(conclude)
        if not concluded:
            logger.warning("! concluded by somebody else")
        return concluded


def surely(say: Callable[[], T]) -> T:
    """Say something to Redis, again and again while it is away.

    Raises:
        redis.exceptions.RedisError: it was away for :data:`OUTAGE`.
    """
    until = monotonic() + OUTAGE
    while True:
        try:
            return say()
        except RedisError as trouble:
            logger.warning("! not said, Redis is away", error=type(trouble).__name__)
            if monotonic() > until:
                raise
            sleep(AGAIN)
