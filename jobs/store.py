"""The job record: the truth about every job. A Celery message is only a wake-up for what stands here.

All changes that touch two keys are one Lua script in ``jobs/scripts``; a process killed between two commands
leaves nothing half done. Every change by a worker carries its fence, so that one who lost its lease changes
nothing. The client is synchronous: event loops call it through a thread.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from time import time
from typing import Any

from redis import Redis
from redis.commands.core import Script

from jobs import keys
from jobs.catalogue import Lane
from jobs.doubts import UNDER_WAY, Editor
from jobs.job import VERSION, Job
from jobs.lua import script
from jobs.record import Claim, Record, Result, State

#: What Telegram's file ids are made of. Its library would send a text that names a file as that file.
_FILE_ID = re.compile(r"[A-Za-z0-9_-]{20,}")
#: A job whose workers died this often is given up and its person told.
MOST_ATTEMPTS = 3
#: Jobs that the re-driver looks at in one go.
REDRIVE_BATCH = 500
#: Seconds after which a delivery that nobody began is asked for again.
ASK_AGAIN = 10
#: Where something outside is away: seconds of the first pause, of the longest, and of a job's age at which it
#: is given up.
PAUSE, LONGEST_PAUSE, GIVEN_UP = 5, 600, 24 * keys.HOUR
#: Seconds that leases get where nobody redrove for as long as one lasts: after an outage of Redis, workers
#: that live must first say so.
GRACE = 3
#: Seconds after which a job that no present worker can paint is given up: a worker's restart is shorter.
NOBODY = 90


class Accepted(StrEnum):
    """What became of a job that was handed in."""

    QUEUED = "queued"
    HELD = "held"
    REFUSED = "refused"  # the person has too many already; nothing was stored
    FULL = "full"  # too many wait in the lane; nothing was stored
    SPENT = "spent"  # the person has ordered as many today as a day allows; nothing was stored
    KNOWN = "known"  # the same update was handled before


class Lease(StrEnum):
    """What a worker hears when it says that it lives."""

    OK = "ok"
    CANCEL = "cancel"
    KEEP = "keep"  # stop, and deliver what is painted so far
    ASK = "ask"  # stop, and ask whether to keep what is painted so far
    LATE = "late"
    LOST = "lost"


class Cancel(StrEnum):
    """What pressing Cancel did."""

    GONE = "gone"
    NOT_YOURS = "not_yours"
    TOO_LATE = "too_late"
    STOPPING = "stopping"
    NOT_BEGUN = "not_begun"  # nothing is painted that could be kept
    CANCELLED = "cancelled"


@dataclass(frozen=True, kw_only=True)
class Limits:
    """How many jobs a lane takes."""

    hand: int  # of one person, in the queue and being painted
    held: int  # further ones of the person, which wait outside the queue
    waiting: int  # of all people together, in the queue
    daily: int = 0  # that a person may order from midnight to midnight UTC; 0: any number


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a queued job stands."""

    place: int  # from 1: the jobs that will be served earlier, and itself
    of: int  # all jobs that wait in the lane


@dataclass(frozen=True, kw_only=True)
class Redriven:
    """What the re-driver found due: job ids."""

    queued: list[str]  # lost their worker
    failed: list[str]
    deliver: list[str]
    rested: list[str]  # queued again after a pause


class Store:
    """Job records in Redis.

    Args:
        redis: a client that decodes responses, see :func:`jobs.redis.connect`.
    """

    def __init__(self, redis: "Redis") -> None:
        self.redis = redis
        self._scripts: dict[str, Script] = {}

    def _run(self, name: str, *args: str | float) -> Any:
        if name not in self._scripts:
            self._scripts[name] = script(self.redis, name)
        return self._scripts[name](args=list(args))

    def accept(self, job: Job, *, allowed: float, limits: Limits, payment: str = "") -> Accepted:
        """Write a job's record and queue it.

        Args:
            allowed: seconds of painting after which the job is stopped and its person told.
            payment: what it was bought with beyond the day's number; given back if it comes to nothing.
        """
        needs = " ".join(sorted(job.needs))
        answer = self._run(
            "accept",
            job.id,
            job.model_dump_json(),
            job.version,
            job.lane,
            job.person,
            needs,
            allowed,
            limits.hand,
            limits.held,
            limits.waiting,
            keys.RECORD_TTL + GIVEN_UP,
            job.method,
            limits.daily,
            payment,
            keys.PAID_TTL,
        )
        return Accepted(answer)

    def outlook(self, lane: Lane, person: int, limits: Limits) -> Accepted:
        """What would become of a new job of a person, were it handed in now."""
        return Accepted(self._run("outlook", lane, person, limits.hand, limits.held, limits.waiting))

    def claim(self, lane: Lane, worker: str, able: Collection[str]) -> Claim | None:
        """Take the lane's next job, by round robin over the people who wait.

        Args:
            worker: name of the caller, as announced.
            able: what it can paint: see :attr:`jobs.job.Job.needs`.
        """
        answer = self._run("claim", lane, worker, keys.LEASE, VERSION, *able)
        if not answer:
            return None
        _, text, fence, attempt, allowed = answer
        return Claim(job=Job.parse(text), fence=fence, attempt=attempt, seconds_left=float(allowed))

    def renew(self, claim: Claim, progress: float | None = None) -> Lease:
        """Lengthen the lease, note the progress (0 to 1) and hear whether to go on."""
        share = "" if progress is None else f"{progress:.4f}"
        return Lease(self._run("renew", claim.job.id, claim.fence, keys.LEASE, share))

    def hand_back(self, claim: Claim) -> None:
        """Return a job unpainted at a clean stop: it keeps its place, and the attempt does not count."""
        self._run("release", claim.job.id, claim.fence, 0, MOST_ATTEMPTS, "")

    def retry(self, claim: Claim, reason: str) -> State | None:
        """Return a job after an error: QUEUED, FAILED after the last attempt, None if it was lost."""
        answer = self._run("release", claim.job.id, claim.fence, 1, MOST_ATTEMPTS, reason)
        return None if answer == "lost" else State(answer)

    def postpone(self, claim: Claim, reason: str) -> float | None:
        """Return a job until later, because something outside is away; the attempt does not count.

        Args:
            reason: what its person is told if that lasts for :data:`GIVEN_UP`.

        Returns:
            Seconds until it is queued again; 0: it is over, and being told; None: it was lost.
        """
        answer = self._run("postpone", claim.job.id, claim.fence, PAUSE, LONGEST_PAUSE, GIVEN_UP, reason)
        return float(answer) if answer else None

    def conclude(
        self, claim: Claim, outcome: State, *, reason: str = "", result: Result | None = None
    ) -> bool:
        """Go from running to delivering; the caller keeps the delivery for a short while.

        Returns:
            False: the lease was lost meanwhile, throw the result away.
        """
        text = result.model_dump_json() if result else ""
        answer = self._run(
            "conclude", claim.job.id, claim.fence, outcome, reason, text, keys.FIRST_DELIVERY_LEASE
        )
        return bool(answer)

    def cancel(
        self, job_id: str, person: int, *, keep: bool = False, ask: bool = False
    ) -> tuple[Cancel, int]:
        """Cancel a waiting job or ask its worker to stop; with CANCELLED, the fence to tell under.

        Args:
            keep: what is painted so far is to be delivered.
            ask: the person is to be asked whether to keep what is painted so far.
        """
        wish = "keep" if keep else "ask" if ask else "drop"
        what, fence = self._run("cancel", job_id, person, wish, keys.DELIVERY_LEASE)
        return Cancel(what), fence

    def claim_delivery(self, job_id: str) -> int | None:
        """Take over a delivery whose last attempt is over: its fence, or None if nothing is to do."""
        answer: int | None = self._run("claim_delivery", job_id, keys.DELIVERY_LEASE, VERSION)
        return answer

    def deliver_later(self, job_id: str, fence: int, seconds: float, *, refused: bool = True) -> None:
        """Put a delivery off.

        Args:
            refused: Telegram did not take it; the next pause will be longer.
        """
        self._run("deliver_later", job_id, fence, seconds, int(refused))

    def undeliverable(self, job_id: str, fence: int, reason: str) -> bool:
        """Telegram will never take this result: what is delivered from now on is the failure."""
        return bool(self._run("undeliverable", job_id, fence, reason))

    def finish(self, job_id: str, fence: int) -> bool:
        """The person has been told: the job is over."""
        return bool(self._run("finish", job_id, fence, keys.RECORD_TTL, keys.COUNTS_TTL))

    def note_delivered(self, job_id: str, file_id: str, beside: int = 0) -> None:
        """Remember what Telegram calls the delivered picture, so that repeating the edit sends no bytes.

        Args:
            beside: the message that shows it, where that is not the status message.
        """
        self.redis.hset(keys.job(job_id), "delivered", file_id)
        if beside:
            self.redis.hset(keys.job(job_id), "beside", beside)

    def delivered(self, job_id: str) -> str | None:
        """What Telegram calls the delivered picture, if that was noted."""
        file_id: str | None = self.redis.hget(keys.job(job_id), "delivered")  # type: ignore[assignment]
        return file_id if file_id and _FILE_ID.fullmatch(file_id) else None

    def first_time(self, job_id: str, what: str) -> bool:
        """Claim the right to send a new message of a job; False: it was begun before."""
        return bool(self.redis.set(keys.once(job_id, what), 1, nx=True, ex=keys.RECORD_TTL))

    def forget_once(self, job_id: str, what: str) -> None:
        """The message was surely not sent: it may be tried again."""
        self.redis.delete(keys.once(job_id, what))

    def redrive(self) -> Redriven:
        """Return to the queue what lost its lease, give up what was tried too often, name what to deliver."""
        queued, failed, deliver, rested = self._run(
            "redrive", REDRIVE_BATCH, MOST_ATTEMPTS, ASK_AGAIN, keys.LEASE, GRACE
        )
        return Redriven(queued=queued, failed=failed, deliver=deliver, rested=rested)

    def give_up_orphans(self, lane: Lane, able: Collection[str]) -> list[str]:
        """Give up the jobs that for :data:`NOBODY` seconds no present worker could paint; returns their ids.

        Args:
            able: what the present workers can paint together.
        """
        ids: list[str] = self._run("orphans", lane, NOBODY, "style_gone", ASK_AGAIN, *able)
        return ids

    def place(self, job_id: str) -> Place | None:
        """Say where a queued job stands; None: it does not wait."""
        answer = self._run("place", job_id)
        return Place(place=answer[0], of=answer[1]) if answer else None

    def record(self, job_id: str) -> Record | None:
        """Read a job's record; None: unknown, or over for longer than records are kept."""
        fields: dict[str, str] = self.redis.hgetall(keys.job(job_id))  # type: ignore[assignment]
        return Record.read(fields) if fields else None

    def begin_edit(self, job: Job, state: State, editor: Editor, fence: int | None = None) -> bool:
        """Mark an edit of a job's status message, if the job is in this state and, with a fence, under it."""
        mark = keys.edit(job.chat, job.status_message, editor)
        told = "" if fence is None else fence
        return bool(self._run("begin_edit", job.id, state, told, mark, UNDER_WAY * 1000))

    def shown(self, job_id: str, place: int) -> None:
        """Remember the place that a status message shows."""
        self.redis.hset(keys.job(job_id), mapping={"shown": place, "shown_at": time()})

    def last_shown(self, job_id: str) -> tuple[int, float]:
        """The place that a status message shows (0: none yet), and for how many seconds."""
        place, at = self.redis.hmget(keys.job(job_id), ["shown", "shown_at"])
        return int(place or 0), time() - float(at or 0)

    def pause(self, lane: Lane, *, paused: bool) -> None:
        """Let nobody begin a painting in a lane, or let all go on."""
        if paused:
            self.redis.set(keys.paused(lane), 1)
        else:
            self.redis.delete(keys.paused(lane))

    def is_paused(self, lane: Lane) -> bool:
        """Does the operator let nobody paint in a lane?"""
        return bool(self.redis.exists(keys.paused(lane)))

    def of_person(self, person: int) -> list[str]:
        """Ids of a person's jobs that are not over: in hand, then those that wait for them."""
        with self.redis.pipeline(transaction=False) as pipe:
            for lane in Lane:
                pipe.smembers(keys.hand(lane, person))
                pipe.lrange(keys.held(lane, person), 0, -1)
            return [job_id for found in pipe.execute() for job_id in sorted(found)]

    def forget(self, person: int) -> list[str]:
        """Delete a person's records, those of jobs under way when these are over; returns the ids of all."""
        ids: list[str] = self._run("forget", person, *Lane)
        return ids

    def waiting(self, lane: Lane) -> list[str]:
        """Ids of the lane's queued jobs, longest waiting first."""
        ids: list[str] = self.redis.zrange(keys.waiting(lane), 0, -1)  # type: ignore[assignment]
        return ids

    def tickets(self, lane: Lane) -> int:
        """How many tickets lie in the lane's queue."""
        return int(self.redis.llen(str(lane)))

    def load(self, lane: Lane) -> tuple[int, int]:
        """How many jobs wait and how many run in a lane."""
        with self.redis.pipeline(transaction=False) as pipe:
            pipe.zcard(keys.waiting(lane))
            pipe.scard(keys.running(lane))
            waiting, running = pipe.execute()
        return waiting, running
