"""What was painted for a person before answers the same request, by a record that has nothing to paint."""

from dataclasses import dataclass

from redis import Redis

from jobs import keys
from jobs.history import Entry
from jobs.job import Job
from jobs.lua import script
from jobs.store import GIVEN_UP


@dataclass(frozen=True)
class Before:
    """Such records in Redis; from then on they are delivered, confirmed and told as every other."""

    redis: "Redis"

    def hand_in(self, job: Job, entry: Entry, *, allowed: float, hand: int) -> int:
        """Write the record of a job that an older picture answers.

        Args:
            allowed: seconds of painting, should the older picture be gone.
            hand: jobs that the person may have in hand.

        Returns:
            The fence to deliver under; 0: it is told, or somebody else's, or queued.
        """
        fence: int = script(self.redis, "before")(
            args=[
                job.id,
                job.model_dump_json(),
                job.version,
                job.lane,
                job.person,
                " ".join(sorted(job.needs)),
                allowed,
                hand,
                entry.result.model_copy(update={"before": entry.id}).model_dump_json(),
                entry.file_id,
                keys.FIRST_DELIVERY_LEASE,
                keys.RECORD_TTL + GIVEN_UP,
                job.method,
            ]
        )
        return fence

    def repaint(self, job_id: str, fence: int) -> bool:
        """Queue such a job, since the older picture is gone; False: it is none, or the caller's no more."""
        return bool(script(self.redis, "repaint")(args=[job_id, fence]))
