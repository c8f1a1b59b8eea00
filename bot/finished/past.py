"""What is known of a picture that was ordered: by its record for two days, then by its person's history."""

from dataclasses import dataclass

from redis import Redis

from chat.status import done
from jobs.history import Entry, History
from jobs.job import Job
from jobs.record import Record, Result, State


@dataclass(frozen=True, kw_only=True)
class Past:
    """A picture, or what should have become one."""

    job: Job
    #: None: nothing came of it, or not yet.
    result: Result | None
    #: What Telegram calls the picture, where that is known.
    file_id: str | None
    #: The words under it, Telegram's HTML.
    caption: str
    record: Record | None = None

    @classmethod
    def of_record(cls, record: Record, file_id: str | None) -> "Past":
        """What a record says."""
        result = record.result if record.outcome is State.DONE else None
        words = done(record) if result else ""
        return cls(job=record.job, result=result, file_id=file_id, caption=words, record=record)

    @classmethod
    def of_entry(cls, entry: Entry) -> "Past":
        """What a person's history says."""
        return cls(job=entry.job, result=entry.result, file_id=entry.file_id, caption=entry.caption)

    @classmethod
    def of_history(cls, redis: "Redis", person: int, job_id: str) -> "Past | None":
        """What a person's history says of a job, if anything."""
        entry = History(redis).find(person, job_id)
        return cls.of_entry(entry) if entry else None

    @property
    def kept(self) -> str:
        """The job under whose id the painting lies in the results store."""
        return (self.result.before if self.result else "") or self.job.id
