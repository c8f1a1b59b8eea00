"""What a message can carry: a photo in several sizes, or a file as it was sent: document, video, sticker."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from sandbox.people import Json

#: How a file that is no photo is shown.
Kind: TypeAlias = Literal["document", "animation", "video", "sticker"]


@dataclass(frozen=True, kw_only=True)
class PhotoSize:
    """One re-encoding of a photo."""

    file_id: str
    unique_id: str
    #: Pixels.
    width: int
    height: int
    #: Bytes.
    size: int

    def as_api(self) -> Json:
        """Return the Bot API's ``PhotoSize`` object."""
        return {
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "width": self.width,
            "height": self.height,
            "file_size": self.size,
        }


@dataclass(frozen=True, kw_only=True)
class Photo:
    """A photo, smallest size first."""

    kind: Literal["photo"] = "photo"
    #: The upload it came from; a copy sent by ``file_id`` keeps it, a second upload has its own.
    origin: str
    sizes: tuple[PhotoSize, ...]

    @property
    def largest(self) -> PhotoSize:
        """The size with the most pixels."""
        return self.sizes[-1]

    @property
    def unique_id(self) -> str:
        """Name of the largest size's bytes."""
        return self.largest.unique_id

    def as_api(self) -> Json:
        """Return the field that a ``Message`` with this photo has."""
        return {"photo": [size.as_api() for size in self.sizes]}


@dataclass(frozen=True, kw_only=True)
class Document:
    """A file, byte for byte as it was sent."""

    kind: Kind = "document"
    #: As for a photo.
    origin: str
    file_id: str
    unique_id: str
    #: Bytes.
    size: int
    name: str
    mime: str
    #: (width, height) in pixels where it is a picture; the Bot API does not tell this of a plain document.
    pixels: tuple[int, int] | None = None

    def as_api(self) -> Json:
        """Return the fields that a ``Message`` with this file has."""
        return {"document": self._named()}

    def _named(self) -> Json:
        return {"file_name": self.name, "mime_type": self.mime} | self._file()

    def _file(self) -> Json:
        return {"file_id": self.file_id, "file_unique_id": self.unique_id, "file_size": self.size}

    def _shape(self) -> Json:
        width, height = self.pixels or (0, 0)
        return {"width": width, "height": height}


@dataclass(frozen=True, kw_only=True)
class Video(Document):
    """A moving picture, with sound or without."""

    kind: Kind = "video"
    #: Whole seconds, as the Bot API tells them.
    duration: int

    def as_api(self) -> Json:
        """Return the fields that a ``Message`` with this video has."""
        return {"video": self._moving()}

    def _moving(self) -> Json:
        return self._shape() | {"duration": self.duration} | self._named()


@dataclass(frozen=True, kw_only=True)
class Animation(Video):
    """A GIF, or a video without sound, that plays by itself."""

    kind: Kind = "animation"

    def as_api(self) -> Json:
        """Return the fields that a ``Message`` with this animation has: old bots know it as a document."""
        return {"animation": self._moving(), "document": self._named()}


@dataclass(frozen=True, kw_only=True)
class Sticker(Document):
    """A picture without a frame: WebP, an animated one of vectors (.tgs), or a WebM video."""

    kind: Kind = "sticker"
    emoji: str | None = None

    def as_api(self) -> Json:
        """Return the fields that a ``Message`` with this sticker has."""
        emoji = {"emoji": self.emoji} if self.emoji else {}
        how = {"is_animated": self.mime == TGS, "is_video": self.mime == "video/webm", "type": "regular"}
        return {"sticker": self._shape() | how | emoji | self._file()}


Media: TypeAlias = Photo | Document

#: The type of an animated sticker's file.
TGS = "application/x-tgsticker"
