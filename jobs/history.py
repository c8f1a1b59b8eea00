"""A person's last pictures, by what Telegram calls them: shown, shared and ordered again without painting."""

from dataclasses import dataclass
from time import time
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from redis import Redis

from jobs import keys
from jobs.identical import digest
from jobs.job import Job
from jobs.lua import script
from jobs.record import Result

#: Different requests of a person of which the results are known.
MOST_SAME = 60


class Entry(BaseModel):
    """One picture that was brought to a person."""

    model_config = ConfigDict(frozen=True)

    #: All that is needed to order it again.
    job: Job
    result: Result
    #: What Telegram calls the picture: a text that names a file must never get in here.
    file_id: str = Field(pattern=r"^[A-Za-z0-9_-]{1,256}$")
    #: The words under it, Telegram's HTML.
    caption: str
    #: Seconds since the epoch.
    at: float

    @classmethod
    def of(cls, job: Job, result: Result, file_id: str, caption: str) -> Self:
        """Note a picture that was just brought."""
        return cls(job=job, result=result, file_id=file_id, caption=caption, at=time())

    @property
    def id(self) -> str:
        """Of its job."""
        return self.job.id

    @property
    def painted_by(self) -> str:
        """The job that painted it: another one, where the same had been asked for before."""
        return self.result.before or self.job.id

    @property
    def label(self) -> str:
        """The number that people see."""
        return self.job.label

    @property
    def kind(self) -> str:
        """As what it was sent: photo, document, animation or sticker."""
        return self.result.kind


@dataclass(frozen=True)
class History:
    """The notes in Redis: of each person the last :data:`jobs.keys.MOST_HISTORY`."""

    redis: "Redis"

    def note(self, entry: Entry) -> None:
        """Remember a picture, once for each job however often it is brought."""
        script(self.redis, "remember")(
            args=[
                entry.job.person,
                entry.id,
                entry.model_dump_json(),
                keys.MOST_HISTORY,
                keys.HISTORY_TTL,
                "" if entry.result.share < 1 or entry.result.before else digest(entry.job),
                MOST_SAME,
                keys.SAME_TTL,
            ]
        )

    def all(self, person: int) -> list[Entry]:
        """A person's pictures, youngest first; one that answered several requests comes once."""
        different = {entry.painted_by: entry for entry in reversed(self._noted(person))}
        return sorted(different.values(), key=lambda entry: -entry.at)

    def find(self, person: int, job_id: str) -> Entry | None:
        """What was brought for one of a person's jobs."""
        return next((entry for entry in self._noted(person) if entry.id == job_id), None)

    def _noted(self, person: int) -> list[Entry]:
        """What is noted, youngest first; what another version wrote is left out."""
        texts: list[str] = self.redis.lrange(keys.history(person), 0, -1)  # type: ignore[assignment]
        found = (_read(text.partition(" ")[2]) for text in texts)
        return [entry for entry in found if entry is not None]

    def same(self, job: Job) -> Entry | None:
        """What the same request of the same person gave within :data:`jobs.keys.SAME_TTL`."""
        asked = digest(job)
        if not asked:
            return None
        text: str | None = self.redis.hget(keys.same(job.person), asked)  # type: ignore[assignment]
        if text is None:
            return None
        at, _, rest = text.partition(" ")
        if not at.isdecimal() or time() - int(at) > keys.SAME_TTL:
            return None
        return _read(rest.partition(" ")[2])

    def forget(self, person: int, job_id: str) -> bool:
        """Remember a picture no longer; False: it was not remembered."""
        return bool(script(self.redis, "disown")(args=[person, job_id]))


def _read(text: str) -> Entry | None:
    try:
        return Entry.model_validate_json(text)
    except ValidationError:
        return None
