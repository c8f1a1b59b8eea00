"""Styles that a person chose before there is a photo: the next one is painted with them."""

from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from redis import Redis

from bot.cards.draft import WEIGHT, Draft
from jobs import keys
from jobs.catalogue import Style
from jobs.job import MOST_STYLES, Photo, StylePart


class Chosen(BaseModel):
    """What was chosen; changed by making a new one."""

    model_config = ConfigDict(frozen=True)

    #: Pictures, which can be mixed.
    styles: tuple[StylePart, ...] = ()
    #: A net's style, which paints alone.
    net: StylePart | None = None
    #: In [0, 1], where the person said it.
    strength: float | None = None
    #: Messages that the pictures came in, by their ``file_unique_id``.
    messages: dict[str, int] = Field(default_factory=dict)
    #: The last update that changed it, and the one whose photo it was taken for; 0: none.
    applied: int = 0
    taken: int = 0

    @property
    def parts(self) -> tuple[StylePart, ...]:
        """What it is in words."""
        return (self.net,) if self.net else self.styles

    def with_picture(self, picture: Photo, message: int, weight: int | None) -> "Chosen":
        """Add a picture, where there is room."""
        if len(self.styles) >= MOST_STYLES:
            return self
        part = StylePart(picture=picture, weight=weight or WEIGHT)
        messages = self.messages | {picture.file_unique_id: message}
        return self.model_copy(update={"styles": (*self.styles, part), "messages": messages})

    def with_style(self, style: Style, weight: int | None) -> "Chosen":
        """Take a style of the gallery: into the mix, or a net's in place of what was there."""
        if not style.by_picture:
            strength = weight / 100 if weight else None
            return Chosen(net=StylePart.of(style), strength=strength)
        others = tuple(part for part in self.styles if part.gallery != style.name)[: MOST_STYLES - 1]
        part = StylePart.of(style, weight or WEIGHT)
        return self.model_copy(update={"styles": (*others, part), "net": None, "strength": None})

    def put_into(self, draft: Draft) -> Draft:
        """Begin a draft with it; what the draft has already comes first."""
        for part in self.styles:
            draft = draft.with_part(part)
        return draft.changed(
            chosen=self.net or draft.chosen,
            strength=draft.strength if self.strength is None else self.strength,
            messages=draft.messages | self.messages,
        )


@dataclass(frozen=True)
class Choices:
    """What people chose, in Redis, by chat and person."""

    redis: "Redis"

    def load(self, chat: int, person: int) -> Chosen:
        """What is chosen and not taken yet; nothing, where nothing is."""
        found = self._read(chat, person)
        return Chosen() if found.taken else found

    def change(self, chat: int, person: int, update: int, changed: Chosen) -> Chosen:
        """Keep a change, once for each update; returns what is chosen then."""
        now = self.load(chat, person)
        if now.applied == update:
            return now
        return self._write(chat, person, changed.model_copy(update={"applied": update}))

    def take(self, chat: int, person: int, update: int) -> Chosen:
        """Use what is chosen for the photo of an update, which may be handled again."""
        found = self._read(chat, person)
        if found.taken not in (0, update) or found == Chosen():
            return Chosen()
        return self._write(chat, person, found.model_copy(update={"taken": update}))

    def is_there(self, chat: int, person: int) -> bool:
        """Is something chosen?"""
        return bool(self.load(chat, person).parts)

    def forget(self, chat: int, person: int) -> None:
        """Choose nothing."""
        self.redis.delete(keys.chosen(chat, person))

    def _read(self, chat: int, person: int) -> Chosen:
        text: str | None = self.redis.get(keys.chosen(chat, person))  # type: ignore[assignment]
        try:
            return Chosen.model_validate_json(text) if text else Chosen()
        except ValidationError:  # of another version
            return Chosen()

    def _write(self, chat: int, person: int, chosen: Chosen) -> Chosen:
        with self.redis.pipeline() as pipe:
            pipe.set(keys.chosen(chat, person), chosen.model_dump_json(), ex=keys.DRAFT_TTL)
            pipe.sadd(keys.drafts_of(person), f"{chat}:0")  # /delete_me finds the chat by it
            pipe.expire(keys.drafts_of(person), keys.DRAFT_TTL)
            pipe.execute()
        return chosen
