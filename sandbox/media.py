"""What a message can carry: a photo in several sizes, or a document as it was sent."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

from sandbox.people import Json


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

    kind: Literal["document"] = "document"
    #: As for a photo.
    origin: str
    file_id: str
    unique_id: str
    #: Bytes.
    size: int
    name: str
    mime: str
    #: (width, height) in pixels where it is a picture; the Bot API does not tell this to the bot.
    pixels: tuple[int, int] | None = None

    def as_api(self) -> Json:
        """Return the field that a ``Message`` with this document has."""
        document = {
            "file_name": self.name,
            "mime_type": self.mime,
            "file_id": self.file_id,
            "file_unique_id": self.unique_id,
            "file_size": self.size,
        }
        return {"document": document}


Media: TypeAlias = Photo | Document
