"""What a person is putting together on a card, before it becomes a job: kept in Redis."""

from dataclasses import dataclass
from typing import Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, ValidationError
from redis import Redis
from telegram import Message

from bot.pictures import picture_in
from jobs import keys
from jobs.catalogue import Style
from jobs.job import MOST_STYLES, Arrangement, Colours, Job, Photo, StylePart

#: Weight of a style that was just added, and the step of its buttons, in per cent of an equal share.
WEIGHT, STEP = 50, 10
LEAST, MOST = 10, 100

#: What a card shows: its first page, a choice of styles, the mix, a strength or size, previews.
Page: TypeAlias = Literal["start", "fast", "gallery", "pairs", "mix", "strength", "size", "previews"]


class Draft(BaseModel):
    """A card's state; changed by making a new one."""

    model_config = ConfigDict(frozen=True)

    chat: int
    #: Message id of the card; 0: it is not sent yet.
    card: int = 0
    person: int
    topic: int | None = None
    language: str
    content: Photo
    photo_message: int
    styles: tuple[StylePart, ...] = ()
    strength: float = 1.0
    colours: Colours = "style"
    arrangement: Arrangement = "blend"
    #: Pixels of the painting's longer side at most; 0: the photo's own size.
    longest: int = 0
    as_file: bool = False
    #: The page that the card shows, which typed words are understood by.
    page: Page = "start"
    #: The card shows a picture, a contact sheet: its words are a caption.
    captioned: bool = False
    #: The last update whose change is in here.
    applied: int = 0
    #: Id of the job that was made of it; from then on the card is the job's status message.
    job: str = ""

    @classmethod
    def of_photo(cls, message: Message, picture: Photo, person: int, language: str) -> Self:
        """Begin one for a picture that a person sent."""
        return cls(
            chat=message.chat_id,
            person=person,
            topic=_topic(message),
            language=language,
            content=picture,
            photo_message=message.message_id,
        )

    @classmethod
    def of_card(cls, card: Message, person: int, language: str) -> Self | None:
        """Begin one again for a card, from the person's photo that it replies to; None: there is none."""
        photo = card.reply_to_message
        picture = picture_in(photo) if photo else None
        if photo is None or picture is None or photo.from_user is None or photo.from_user.id != person:
            return None
        return cls(
            chat=card.chat_id,
            card=card.message_id,
            person=person,
            topic=_topic(card),
            language=language,
            content=picture,
            photo_message=photo.message_id,
        )

    @classmethod
    def of_job(cls, job: Job) -> Self:
        """Begin one with the photo of a job, and how that was painted, but for its styles."""
        return cls(
            chat=job.chat,
            person=job.person,
            topic=job.topic,
            language=job.language,
            content=job.content,
            photo_message=job.photo_message,
            strength=job.strength,
            colours=job.colours,
            arrangement=job.arrangement,
            longest=job.longest,
            as_file=job.as_file,
        )

    def changed(self, **what: Any) -> "Draft":
        """Make a draft that differs in some fields."""
        return self.model_copy(update=what)

    def after(self, update: int, changed: "Draft") -> "Draft":
        """Take a change that an update asks for, once: where it is in here already, nothing changes."""
        return self if self.applied == update else changed.changed(applied=update)

    @property
    def full(self) -> bool:
        """Does it hold as many styles as can be mixed?"""
        return len(self.styles) >= MOST_STYLES

    def with_picture(self, picture: Photo) -> "Draft":
        """Add a person's own picture, where there is room."""
        return self._with(StylePart(picture=picture, weight=WEIGHT))

    def with_style(self, style: Style) -> "Draft":
        """Add a gallery style, where there is room; one that is there already goes, its button says so."""
        others = tuple(part for part in self.styles if part.gallery != style.name)
        if len(others) < len(self.styles):
            return self.changed(styles=others)
        return self._with(StylePart.of(style, WEIGHT))

    def _with(self, part: StylePart) -> "Draft":
        return self if self.full else self.changed(styles=(*self.styles, part))

    def weighed(self, index: int, change: int) -> "Draft":
        """Give one style more or less weight, within bounds."""
        parts = list(self.styles)
        if 0 <= index < len(parts):
            weight = min(MOST, max(LEAST, parts[index].weight + change))
            parts[index] = parts[index].model_copy(update={"weight": weight})
        return self.changed(styles=tuple(parts))

    def without(self, index: int) -> "Draft":
        """Remove one style."""
        return self.changed(styles=self.styles[:index] + self.styles[index + 1 :])


@dataclass(frozen=True)
class Drafts:
    """Drafts by their card, and for which card a person is asked to send style pictures."""

    redis: "Redis"

    def save(self, draft: Draft) -> None:
        """Keep a draft; every change lengthens its life."""
        self.redis.set(keys.draft(draft.chat, draft.card), draft.model_dump_json(), ex=keys.DRAFT_TTL)

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


def _topic(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None
