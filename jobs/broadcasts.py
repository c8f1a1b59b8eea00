"""Broadcasts: the operator's words to everybody's private chat, and how far they are."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from redis import Redis

from jobs import keys

Stage: TypeAlias = Literal["asked", "sending", "stopped", "over"]
#: Seconds that a broadcast is remembered.
TTL = 24 * keys.HOUR


@dataclass(frozen=True, kw_only=True)
class Broadcast:
    """One broadcast."""

    number: str
    words: str
    stage: Stage
    sent: int
    away: int  # chats that blocked the bot
    left: int


@dataclass(frozen=True)
class Broadcasts:
    """All of them, in Redis."""

    redis: "Redis"

    def ask(self, number: str, words: str) -> int:
        """Keep the words until the operator has confirmed them; returns to how many chats they would go."""
        key = keys.broadcast(number)
        with self.redis.pipeline() as pipe:
            pipe.hsetnx(key, "stage", "asked")
            pipe.hset(key, "words", words)
            pipe.expire(key, TTL)
            pipe.zcard(keys.CHATS)
            return int(pipe.execute()[-1])

    def begin(self, number: str) -> bool:
        """Let the clerks send it to all chats that are known now; False: it is not there, or began before."""
        key, left = keys.broadcast(number), keys.recipients(number)
        if self.redis.hget(key, "stage") != "asked":
            return False
        chats: list[str] = self.redis.zrange(keys.CHATS, 0, -1)  # type: ignore[assignment]
        with self.redis.pipeline() as pipe:
            pipe.delete(left)
            for first in range(0, len(chats), 1000):
                pipe.rpush(left, *chats[first : first + 1000])
            pipe.expire(left, TTL)
            pipe.hset(key, "stage", "sending")
            pipe.lrem(keys.BROADCASTS, 0, number)
            pipe.rpush(keys.BROADCASTS, number)
            pipe.execute()
        return True

    def stop(self, number: str) -> None:
        """Send it to nobody else."""
        with self.redis.pipeline() as pipe:
            pipe.lrem(keys.BROADCASTS, 0, number)
            pipe.delete(keys.recipients(number))
            pipe.hset(keys.broadcast(number), "stage", "stopped")
            pipe.expire(keys.broadcast(number), TTL)
            pipe.execute()

    def find(self, number: str) -> Broadcast | None:
        """How far one is; None: it was forgotten."""
        fields: dict[str, str] = self.redis.hgetall(keys.broadcast(number))  # type: ignore[assignment]
        if "words" not in fields:
            return None
        return Broadcast(
            number=number,
            words=fields["words"],
            stage=fields.get("stage", "asked"),  # type: ignore[arg-type]
            sent=int(fields.get("sent", 0)),
            away=int(fields.get("away", 0)),
            left=int(self.redis.llen(keys.recipients(number))),
        )

    def under_way(self) -> Broadcast | None:
        """The one that goes out first."""
        number: str | None = self.redis.lindex(keys.BROADCASTS, 0)  # type: ignore[assignment]
        if number is None:
            return None
        found = self.find(number)
        if found is None:  # forgotten before it was over
            self.redis.lrem(keys.BROADCASTS, 0, number)
        return found

    def next_chat(self, broadcast: Broadcast) -> int | None:
        """Take the next chat from the list: nobody sends to it a second time; None: that was all."""
        chat: str | None = self.redis.lpop(keys.recipients(broadcast.number))  # type: ignore[assignment]
        return int(chat) if chat else None

    def put_back(self, broadcast: Broadcast, chat: int) -> None:
        """The message was surely not sent: later."""
        self.redis.rpush(keys.recipients(broadcast.number), chat)
        self.redis.expire(keys.recipients(broadcast.number), TTL)

    def count(self, broadcast: Broadcast, what: Literal["sent", "away"]) -> None:
        """One more chat was reached, or cannot be."""
        self.redis.hincrby(keys.broadcast(broadcast.number), what, 1)

    def forget_chat(self, chat: int) -> None:
        """Its person blocked the bot."""
        self.redis.zrem(keys.CHATS, chat)

    def end(self, broadcast: Broadcast) -> None:
        """It has gone to all."""
        with self.redis.pipeline() as pipe:
            pipe.lrem(keys.BROADCASTS, 0, broadcast.number)
            pipe.hset(keys.broadcast(broadcast.number), "stage", "over")
            pipe.expire(keys.broadcast(broadcast.number), TTL)
            pipe.execute()
