"""What Redis says of a job: its state and what became of it."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, Self

from pydantic import BaseModel, ConfigDict

from jobs.job import Job


class State(StrEnum):
    """The life of a job."""

    HELD = "held"  # its person has too many in hand; promoted when one of them is over
    QUEUED = "queued"
    POSTPONED = "postponed"  # something outside is away; queued again when its pause is over
    RUNNING = "running"  # a worker has a lease on it
    DELIVERING = "delivering"  # its outcome is known and is being told to the person
    DONE = "done"
    STOPPED = "stopped"  # by its person, who is asked whether to keep what is painted
    FAILED = "failed"
    CANCELLED = "cancelled"


class Result(BaseModel):
    """What a worker painted, as it lies in the results store."""

    model_config = ConfigDict(frozen=True)

    #: A document where Telegram would shrink or refuse a photo, or where the content came as a file; clips
    #: and stickers as what they came.
    kind: Literal["photo", "document", "animation", "sticker"]
    #: Name of the file as the person sees it.
    file_name: str
    #: Pixels, orientation applied: exactly those of the content.
    width: int
    height: int
    #: Pixels of the longer side at which it was painted, where that was less than its own size; else 0.
    painted_side: int = 0
    #: How far the painting was when the person stopped it and kept it, 0 to 1.
    share: float = 1.0
    #: Id of the job that painted it, where the same was asked for again and nothing was painted; else empty.
    before: str = ""
    #: Seconds from claim to the encoded picture, and of these in the painter.
    seconds: float
    painting_seconds: float
    #: What the name of the network is: which features or weights painted.
    painter: str
    device: str


@dataclass(frozen=True, kw_only=True)
class Claim:
    """One worker's right to one job, until its lease ends or its deadline passes."""

    job: Job
    fence: int
    attempt: int  # from 1
    seconds_left: float  # to the deadline, when claimed


@dataclass(frozen=True, kw_only=True)
class Record:
    """A snapshot of a job's record."""

    job: Job
    state: State
    outcome: State | None
    reason: str
    fence: int
    attempts: int
    progress: float  # 0 to 1
    created: float  # seconds since the epoch by Redis's clock, as all times here; 0: not yet
    started: float
    painted: float
    finished: float
    refused: int  # times that Telegram did not take the delivery
    result: Result | None

    @property
    def waited(self) -> float:
        """Seconds in the queue before the last attempt at painting."""
        return max(0.0, self.started - self.created)

    @classmethod
    def read(cls, fields: dict[str, str]) -> Self:
        """Build it from the record's hash.

        Raises:
            jobs.job.Unreadable: the job is of another version.
        """
        return cls(
            job=Job.parse(fields["job"]),
            state=State(fields["state"]),
            outcome=State(fields["outcome"]) if fields.get("outcome") else None,
            reason=fields.get("reason", ""),
            fence=int(fields["fence"]),
            attempts=int(fields["attempts"]),
            progress=float(fields.get("progress", 0)),
            created=float(fields["created"]),
            started=float(fields.get("started", 0)),
            painted=float(fields.get("painted", 0)),
            finished=float(fields.get("finished", 0)),
            refused=int(fields.get("refused", 0)),
            result=Result.model_validate_json(fields["result"]) if fields.get("result") else None,
        )
