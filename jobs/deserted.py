"""Jobs that nobody waits for: their person has blocked the bot, or it was put out of their chat."""

from dataclasses import dataclass

from redis import Redis

from jobs import keys
from jobs.catalogue import Lane
from jobs.lua import script


@dataclass(frozen=True)
class Deserted:
    """Ends such jobs in Redis."""

    redis: "Redis"

    def end(self, person: int, chat: int) -> list[str]:
        """End a person's waiting jobs in a chat, in all lanes, and stop what is painted.

        Returns:
            Ids of those that ended.
        """
        ended: list[str] = script(self.redis, "desert")(
            args=[person, chat, keys.RECORD_TTL, keys.COUNTS_TTL, *Lane]
        )
        return ended
