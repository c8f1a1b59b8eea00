"""The drafts in Redis: each by its card, and which card a person's next words and pictures belong to."""

from dataclasses import dataclass

from pydantic import ValidationError
from redis import Redis

from bot.cards.draft import Draft as Draft
from jobs import keys


@dataclass(frozen=True)
class Drafts:
    """Drafts by their card, and for which card a person is asked to send style pictures."""

    redis: "Redis"

    def save(self, draft: Draft) -> None:
        """Keep a draft, as the one that its person used last; every change lengthens its life."""
        latest = keys.latest(draft.chat, draft.person)
        with self.redis.pipeline() as pipe:
            pipe.set(keys.draft(draft.chat, draft.card), draft.model_dump_json(), ex=keys.DRAFT_TTL)
            pipe.set(latest, draft.card, ex=keys.DRAFT_TTL)
            pipe.sadd(keys.drafts_of(draft.person), f"{draft.chat}:{draft.card}")  # what /delete_me deletes
            pipe.expire(keys.drafts_of(draft.person), keys.DRAFT_TTL)
            pipe.execute()

    def latest(self, chat: int, person: int) -> Draft | None:
        """The draft of the card that a person used last; None: there is none any more."""
        card: str | None = self.redis.get(keys.latest(chat, person))  # type: ignore[assignment]
        return self.load(chat, int(card)) if card else None

    def load(self, chat: int, card: int) -> Draft | None:
        """Find the draft of a card; one in the form of another version counts as forgotten."""
        text: str | None = self.redis.get(keys.draft(chat, card))  # type: ignore[assignment]
        try:
            return Draft.model_validate_json(text) if text else None
        except ValidationError:
            return None

    def forget(self, draft: Draft) -> None:
        """Remove a draft; first itself, as the wait is how one who was interrupted finds it again."""
        self.redis.delete(keys.draft(draft.chat, draft.card))
        self.leave(draft)

    def hand_in(self, draft: Draft, job: str) -> None:
        """Note that a card is now the status message of a job, and waits for no more pictures."""
        self.save(draft.changed(job=job))
        self.leave(draft)

    def await_styles(self, draft: Draft) -> None:
        """Take the person's next pictures as styles for this draft."""
        self.redis.set(keys.awaiting(draft.chat, draft.person), draft.card, ex=keys.DRAFT_TTL)

    def leave(self, draft: Draft) -> None:
        """Take the person's next picture as a content, unless another card asked for it."""
        if self.awaited(draft.chat, draft.person) == draft.card:
            self.stop_awaiting(draft.chat, draft.person)

    def stop_awaiting(self, chat: int, person: int) -> bool:
        """Take the person's next picture as a content again; False: it was so already."""
        return bool(self.redis.delete(keys.awaiting(chat, person)))

    def awaited(self, chat: int, person: int) -> int | None:
        """The card that a person's next pictures are styles for."""
        card: str | None = self.redis.get(keys.awaiting(chat, person))  # type: ignore[assignment]
        return int(card) if card else None
