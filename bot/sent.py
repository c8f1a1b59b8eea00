"""The new messages that updates asked for, by the update: what is handled again sends nothing twice."""

from dataclasses import dataclass

from redis import Redis

from jobs import keys


@dataclass(frozen=True)
class Sent:
    """The notes in Redis: at most one message for an update and index."""

    redis: "Redis"

    def note(self, bot: int, update: int, message: int, index: int = 0) -> None:
        """Remember a message right after it was sent."""
        self.redis.set(keys.sent(bot, update, index), message, ex=keys.INBOX_TTL)

    def because_of(self, bot: int, update: int, index: int = 0) -> int | None:
        """The message that was sent when the update was handled before; None: it was not."""
        message: str | None = self.redis.get(keys.sent(bot, update, index))  # type: ignore[assignment]
        return int(message) if message else None
