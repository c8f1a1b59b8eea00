"""Which workers are there and what they can paint: announced by each, gone soon after its last word."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, field_validator
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane, Style


class Announcement(BaseModel):
    """What a worker says of itself with each heartbeat."""

    model_config = ConfigDict(frozen=True)

    name: str
    lane: Lane
    device: str
    #: Gallery styles that it can paint, the operator's too, and the methods for style pictures that it has;
    #: see :attr:`jobs.job.Job.needs`.
    able: frozenset[str]
    #: The operator's styles among them.
    own: tuple[Style, ...] = ()

    @field_validator("own")
    @classmethod
    def _without_paths(cls, own: tuple[Style, ...]) -> tuple[Style, ...]:
        """Where a file lies on a worker's machine is nobody else's business."""
        return tuple(style.model_copy(update={"file": None}) for style in own)


@dataclass(frozen=True)
class Presence:
    """The announcements in Redis."""

    redis: "Redis"

    def announce(self, announcement: Announcement) -> None:
        """Be counted as present for the next seconds."""
        now = self._now()
        with self.redis.pipeline() as pipe:
            pipe.set(keys.worker(announcement.name), announcement.model_dump_json(), ex=keys.PRESENCE)
            pipe.zadd(keys.workers(announcement.lane), {announcement.name: now + keys.PRESENCE})
            pipe.zremrangebyscore(keys.workers(announcement.lane), "-inf", now)
            pipe.execute()

    def leave(self, announcement: Announcement) -> None:
        """Be gone at once."""
        with self.redis.pipeline() as pipe:
            pipe.delete(keys.worker(announcement.name))
            pipe.zrem(keys.workers(announcement.lane), announcement.name)
            pipe.execute()

    def _now(self) -> int:
        """Redis's own clock: those of several machines may differ by more than a presence lasts."""
        seconds: int = self.redis.time()[0]
        return seconds

    def present(self, lane: Lane) -> list[Announcement]:
        """The lane's workers."""
        names: list[str] = self.redis.zrangebyscore(keys.workers(lane), self._now(), "+inf")  # type: ignore[assignment]
        if not names:
            return []
        texts: list[str | None] = self.redis.mget([keys.worker(name) for name in names])  # type: ignore[assignment]
        return [Announcement.model_validate_json(text) for text in texts if text]
