"""Pictures that were sent together, one or an album: what is painted, and what it is painted like."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from telegram import Message

from bot.cards.draft import Draft
from bot.cards.pictures import picture_in
from bot.ways.asked import Asked, within
from jobs.job import Photo


@dataclass(frozen=True, kw_only=True)
class Item:
    """One picture and what its caption asks for."""

    message: Message
    picture: Photo
    asked: Asked | None = None

    @property
    def is_style(self) -> bool:
        """Does its caption say that it is a style?"""
        return self.asked is not None and self.asked.marks_a_style and not self.picture.moves

    def add_to(self, draft: Draft) -> Draft:
        """Add it to a mix, where there is room and it stands still."""
        if draft.full or self.picture.moves:
            return draft
        added = draft.with_picture(self.picture, self.message.message_id)
        weight = self.asked.weight if self.asked else None
        if weight is None:
            return added
        *others, mine = added.styles
        return added.changed(styles=(*others, mine.model_copy(update={"weight": within(weight)})))


@dataclass(frozen=True, kw_only=True)
class Bundle:
    """What came together."""

    #: What is painted; None: all are styles.
    content: Item | None
    styles: tuple[Item, ...]
    #: What is to be done with it; None, or a bare ``/style``: nothing more.
    asked: Asked | None

    @classmethod
    def of(cls, messages: Sequence[Message], bot: str) -> "Bundle":
        """Sort messages with pictures: the first is painted, the others are styles, unless captions differ.

        Args:
            messages: in the order in which they were sent.
            bot: our own name.
        """
        items = [item for message in messages if (item := _item(message, bot))]
        captioned = [item for item in items if item.message.caption]
        if len(captioned) == 1 and captioned[0].is_style:  # the caption of the whole album
            items = [replace(item, asked=captioned[0].asked) for item in items]
        content = next((item for item in items if not item.is_style), None)
        styles = tuple(item for item in items if item is not content)
        orders = (item.asked for item in items if item.asked and not item.asked.marks_a_style)
        first = items[0].asked if items else None
        return cls(content=content, styles=styles, asked=next(orders, first))

    @classmethod
    def answered(cls, message: Message, asked: Asked | None) -> "Bundle":
        """Take the picture that a bare ``/style`` answers as a style; there is one."""
        picture = picture_in(message)
        styles = (Item(message=message, picture=picture, asked=asked),) if picture else ()
        return cls(content=None, styles=styles, asked=asked)

    @property
    def items(self) -> tuple[Item, ...]:
        """All of them, what is painted first."""
        return (self.content, *self.styles) if self.content else self.styles

    def as_styles(self, draft: Draft) -> Draft:
        """Add all of them to a mix, as far as there is room."""
        for item in self.items:
            draft = item.add_to(draft)
        return draft

    def around(self, draft: Draft) -> Draft:
        """Add the styles to a draft of the content."""
        for item in self.styles:
            draft = item.add_to(draft)
        return draft


def _item(message: Message, bot: str) -> Item | None:
    picture = picture_in(message)
    return Item(message=message, picture=picture, asked=Asked.of(message.caption, bot)) if picture else None
