"""A job: what one person asked for at one moment. Frozen; later messages in the chat cannot change it."""

import hashlib
from base64 import b32encode
from typing import Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, model_validator

from jobs.catalogue import BY_PICTURE, STYLES, Lane, Method, Style

#: Version of the form below; a reader accepts its own and the one before.
VERSION = 2

#: What workers that can enlarge a painting announce.
ENLARGE = "enlarge"

#: Whose colours the painting has: the styles'; the photo's hue and saturation at the painting's brightness;
#: or the styles', after they were brought to the photo's mean and covariance.
Colours: TypeAlias = Literal["style", "luminance", "matched"]
#: Where several styles rule: everywhere, or side by side from left to right.
Arrangement: TypeAlias = Literal["blend", "split"]
#: What is made: one picture; one sheet with a small preview in each style; a kept painting twice as large.
Purpose: TypeAlias = Literal["picture", "previews", "enlargement"]
#: What a message carries. All but photos keep their bytes and are not answered with a photo.
Kind: TypeAlias = Literal["photo", "document", "sticker", "animation", "video"]
#: Styles of a mix, and of a sheet of previews, at most.
MOST_STYLES, MOST_PREVIEWS = 4, 16


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
    kind: Kind
    #: A sticker that is a video.
    video: bool = False

    @property
    def megapixels(self) -> float:
        """Its area in millions of pixels; 1 where Telegram did not say."""
        return self.width * self.height / 1e6 or 1.0

    @property
    def moves(self) -> bool:
        """Is it a clip? Only fast painters take these."""
        return self.video or self.kind in ("animation", "video")


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
    #: Those of a mix; of a sheet of previews each has its own tile; of an enlargement those that
    #: the painting has, which name it; none in jobs of earlier versions.
    styles: tuple[StylePart, ...] = Field(max_length=MOST_PREVIEWS)
    method: Method
    lane: Lane
    purpose: Purpose = "picture"
    #: Id of the job whose kept painting is enlarged.
    source: str = ""
    #: 0: the photo itself, 1: the full style.
    strength: float = Field(1.0, ge=0, le=1)
    colours: Colours = "style"
    arrangement: Arrangement = "blend"
    #: Pixels of the painting's longer side at most; 0: the photo's own size.
    longest: int = Field(0, ge=0)
    #: Send it as a file even where a photo would do.
    as_file: bool = False
    #: Show the picture as it is painted, and make the phone notify when it is ready.
    previews: bool = True
    notify: bool = True
    #: Paint it, though the same was painted for this person before.
    anew: bool = False
    #: The status message shows a picture already: its words are a caption.
    captioned: bool = False
    #: Seconds since the epoch.
    created: float

    @model_validator(mode="after")
    def _styles_for_the_purpose(self) -> Self:
        most = {"picture": MOST_STYLES, "previews": MOST_PREVIEWS, "enlargement": MOST_STYLES}[self.purpose]
        if len(self.styles) > most or (self.purpose != "enlargement" and not self.styles):
            raise ValueError(f"a job for {self.purpose} with {len(self.styles)} styles")
        return self

    @property
    def label(self) -> str:
        """The number that people see, such as ``K3X9F2``."""
        return self.id[:6]

    @property
    def goes_as_file(self) -> bool:
        """Is its result a file whatever it looks like: asked for, or since the content came as one?"""
        return self.as_file or self.content.kind == "document"

    @property
    def needs(self) -> frozenset[str]:
        """All that a worker must have: a method for style pictures, a net's styles, the operator's styles."""
        if self.purpose == "enlargement":
            return frozenset({ENLARGE})
        galleries = {part.gallery for part in self.styles if part.gallery}
        if self.purpose == "previews":
            return frozenset(galleries)
        if self.method in BY_PICTURE:  # what is built in there is drawn by whoever paints
            own = {part.gallery for part in self.styles if part.gallery and part.title is not None}
            return frozenset({str(self.method), *own})
        return frozenset(galleries) or frozenset({str(self.method)})

    @property
    def style_names(self) -> str:
        """Gallery names joined by ``+``; ``own`` for a person's picture. Safe for logs and Flower."""
        if self.purpose != "picture":
            return self.purpose
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


def job_id(bot: int, update: int, index: int = 0) -> str:
    """Name the job that an update asks for: the same update always gives the same job.

    Args:
        bot: the bot's id (update numbers are per bot).
        update: ``update_id``.
        index: which of the update's jobs, from 0.

    Returns:
        Ten characters A-Z, 2-7: 50 bits, so that a million jobs a day do not meet within a record's life.
    """
    name = f"{bot}:{update}:{index}" if index else f"{bot}:{update}"
    digest = hashlib.blake2b(name.encode(), digest_size=8).digest()
    return b32encode(digest).decode()[:10]
