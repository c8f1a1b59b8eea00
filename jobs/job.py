"""A job: what one person asked for at one moment. Frozen; later messages in the chat cannot change it."""

import hashlib
from base64 import b32encode
from typing import Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from jobs.catalogue import BY_PICTURE, STYLES, Lane, Method, Style

#: Version of the form below; a reader accepts its own and the one before.
VERSION = 1

#: Whose colours the painting has: the styles'; the photo's hue and saturation at the painting's brightness;
#: or the styles', after they were brought to the photo's mean and covariance.
Colours: TypeAlias = Literal["style", "luminance", "matched"]
#: Where several styles rule: everywhere, or side by side from left to right.
Arrangement: TypeAlias = Literal["blend", "split"]


class Unreadable(ValueError):
    """A record was written by another version of Atelier: hand it back, somebody newer can read it."""


class Photo(BaseModel):
    """A picture in Telegram's keeping."""

    model_config = ConfigDict(frozen=True)

    #: Valid for this bot's token only; what getFile takes.
    file_id: str
    #: The same for the same bytes in every chat.
    file_unique_id: str
    #: Pixels as Telegram says; 0 where it does not say (image files).
    width: int = Field(ge=0)
    height: int = Field(ge=0)
    #: A document keeps its bytes and is answered with a document.
    kind: Literal["photo", "document"]

    @property
    def megapixels(self) -> float:
        """Its area in millions of pixels; 1 where Telegram did not say."""
        return self.width * self.height / 1e6 or 1.0


class StylePart(BaseModel):
    """One of the styles of a mix: a gallery style or somebody's own picture."""

    model_config = ConfigDict(frozen=True)

    #: Name of a gallery style, or
    gallery: str | None = None
    #: a picture in the chat.
    picture: Photo | None = None
    #: What an operator's own style was called when it was chosen; None: built in, or a picture.
    title: str | None = None
    #: Its share; shares are normalised when painting.
    weight: float = Field(gt=0, le=100)

    @model_validator(mode="after")
    def _one_source(self) -> Self:
        if (self.gallery is None) == (self.picture is None):
            raise ValueError("a style is either a gallery style or a picture")
        return self

    @classmethod
    def of(cls, style: Style, weight: float = 1) -> Self:
        """Take a style of the gallery; the title of one that is not built in goes with it."""
        title = None if style.name in STYLES else style.title
        return cls(gallery=style.name, title=title, weight=weight)


class Job(BaseModel):
    """Everything a worker must know to paint one picture and put it into its chat."""

    model_config = ConfigDict(frozen=True)

    version: int = VERSION
    #: Follows from the update that asked for it, see :func:`job_id`.
    id: str
    #: Telegram's ids: who asked, where, in which topic.
    person: int
    chat: int
    topic: int | None = None
    #: The message with the content photo; status and result are replies to it.
    photo_message: int
    #: The message that shows the place in the queue and becomes the result.
    status_message: int
    #: Language of the texts: a code such as ``en``.
    language: str
    content: Photo
    styles: tuple[StylePart, ...] = Field(min_length=1, max_length=4)
    method: Method
    lane: Lane
    #: 0: the photo itself, 1: the full style.
    strength: float = Field(1.0, ge=0, le=1)
    colours: Colours = "style"
    arrangement: Arrangement = "blend"
    #: Seconds since the epoch.
    created: float

    @property
    def label(self) -> str:
        """The number that people see, such as ``K3X9F2``."""
        return self.id[:6]

    @property
    def needs(self) -> frozenset[str]:
        """All that a worker must have: a method for style pictures, a net's styles, the operator's styles."""
        galleries = {part.gallery for part in self.styles if part.gallery}
        if self.method in BY_PICTURE:  # what is built in there is drawn by whoever paints
            own = {part.gallery for part in self.styles if part.gallery and part.title is not None}
            return frozenset({str(self.method), *own})
        return frozenset(galleries) or frozenset({str(self.method)})

    @property
    def style_names(self) -> str:
        """Gallery names joined by ``+``; ``own`` for a person's picture. Safe for logs and Flower."""
        return "+".join(part.gallery or "own" for part in self.styles)

    @classmethod
    def parse(cls, text: str | bytes) -> Self:
        """Read a job from a record.

        Raises:
            Unreadable: it is of a version that this code does not know.
        """
        try:
            job = cls.model_validate_json(text)
        except ValueError as error:
            raise Unreadable("not a job of a known form") from error
        if job.version not in (VERSION - 1, VERSION):
            raise Unreadable(f"job version {job.version}, this is {VERSION}")
        return job


def job_id(bot: int, update: int) -> str:
    """Name the job that an update asks for: the same update always gives the same job.

    Args:
        bot: the bot's id (update numbers are per bot).
        update: ``update_id``.

    Returns:
        Ten characters A-Z, 2-7: 50 bits, so that a million jobs a day do not meet within a record's life.
    """
    digest = hashlib.blake2b(f"{bot}:{update}".encode(), digest_size=8).digest()
    return b32encode(digest).decode()[:10]
