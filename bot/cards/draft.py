"""What a person is putting together on a card, before it becomes a job."""

from typing import Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field
from telegram import Message

from bot.cards.pictures import picture_in
from jobs.catalogue import Style
from jobs.job import MOST_STYLES, Arrangement, Colours, Job, Photo, StylePart

#: Weight of a style that was just added; the step of its buttons, in per cent of the whole mix.
WEIGHT, STEP = 50, 10
#: Share that a step leaves to each style of a mix, in per cent.
LEAST = 10

#: What a card shows: its first page, a choice of styles, the mix, a strength or size, previews.
Page: TypeAlias = Literal["start", "fast", "gallery", "mine", "pairs", "mix", "strength", "size"]


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
    #: A fast style that was chosen before the photo, or from those saved: one press paints it.
    chosen: StylePart | None = None
    #: Pixels of the painting's longer side at most; 0: the photo's own size.
    longest: int = 0
    as_file: bool = False
    #: Show the picture as it is painted; make the phone notify when it is ready.
    previews: bool = True
    notify: bool = True
    #: Size and the like follow a job that is repeated, and no longer what the person has set.
    decided: bool = False
    #: Photo and first own picture were swapped.
    turned: bool = False
    #: Messages that style pictures came in, by their ``file_unique_id``, as far as they are known.
    messages: dict[str, int] = Field(default_factory=dict)
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
            previews=job.previews,
            notify=job.notify,
            decided=True,
        )

    @classmethod
    def again(cls, job: Job, language: str, here: Message, answers: int) -> "Draft":
        """Begin again as a job was ordered, in the chat and the language of now.

        Args:
            here: a message of that chat.
            answers: the message that the card answers where the photo lies in another chat.
        """
        draft = cls.of_job(job).changed(language=language)
        if here.chat_id == job.chat:
            return draft
        topic = here.message_thread_id if here.is_topic_message else None
        return draft.changed(chat=here.chat_id, topic=topic, photo_message=answers)

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

    @property
    def of_album(self) -> bool:
        """Did a style picture come right behind the photo, before any card could, in one album with it?"""
        own = (part.picture.file_unique_id for part in self.styles if part.picture)
        return any(self.messages.get(each) == self.photo_message + 1 for each in own)

    def with_picture(self, picture: Photo, message: int = 0) -> "Draft":
        """Add a person's own picture, where there is room.

        Args:
            message: the one that it came in; 0: not known.
        """
        known = {picture.file_unique_id: message} if message else {}
        added = self.with_part(StylePart(picture=picture, weight=WEIGHT))
        return added.changed(messages=self.messages | known)

    def with_style(self, style: Style) -> "Draft":
        """Add a gallery style, where there is room; one that is there already goes, its button says so."""
        others = tuple(part for part in self.styles if part.gallery != style.name)
        if len(others) < len(self.styles):
            return self.changed(styles=others)
        return self.with_part(StylePart.of(style, WEIGHT))

    def with_part(self, part: StylePart) -> "Draft":
        """Add a style to the mix, where there is room; a net's, which was chosen before, is none of it."""
        return self if self.full else self.changed(styles=(*self.styles, part), chosen=None)

    def weighed(self, index: int, change: int) -> "Draft":
        """Give one style a larger or smaller share of the mix; the others share the rest as they did.

        Args:
            change: in per cent of the whole; the share then is a multiple of :data:`STEP`.
        """
        if not 0 <= index < len(self.styles) or len(self.styles) == 1:
            return self
        whole = sum(part.weight for part in self.styles)
        mine = 100 * self.styles[index].weight / whole
        most = 100 - LEAST * (len(self.styles) - 1)
        share = min(most, max(LEAST, STEP * round((mine + change) / STEP)))
        rest = (100 - share) / (whole - self.styles[index].weight)
        return self.weights(*(share if i == index else p.weight * rest for i, p in enumerate(self.styles)))

    def weights(self, *weights: float) -> "Draft":
        """Give each style its weight, in their order; what is beyond the last style counts for nothing."""
        given = zip(self.styles, weights, strict=False)
        parts = tuple(part.model_copy(update={"weight": weight}) for part, weight in given)
        return self.changed(styles=parts + self.styles[len(parts) :])

    def swapped(self) -> "Draft":
        """Make the first own picture the photo, and the photo a style in its place."""
        for index, part in enumerate(self.styles):
            if part.picture is not None and not self.content.moves:
                return self._with_content(index, part, part.picture)
        return self

    def _with_content(self, index: int, part: StylePart, content: Photo) -> "Draft":
        style = part.model_copy(update={"picture": self.content})
        return self.changed(
            content=content,
            turned=not self.turned,
            styles=(*self.styles[:index], style, *self.styles[index + 1 :]),
            photo_message=self.messages.get(content.file_unique_id, self.photo_message),
            messages=self.messages | {self.content.file_unique_id: self.photo_message},
        )

    def without(self, index: int) -> "Draft":
        """Remove one style."""
        return self.changed(styles=self.styles[:index] + self.styles[index + 1 :])


def _topic(message: Message) -> int | None:
    return message.message_thread_id if message.is_topic_message else None
