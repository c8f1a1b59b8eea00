"""Photos and files that were sent, and the file ids that point at them."""

import base64
import hmac
import mimetypes
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from sandbox.blobs import Blobs, unique_id
from sandbox.errors import BadRequest
from sandbox.media import Document, Kind, Media, Photo, PhotoSize
from sandbox.photos import Rendition, pixels, renditions

#: The type of a file of which nothing is known.
UNKNOWN = "application/octet-stream"
#: File ids that work; the oldest are forgotten.
MAX_FILE_IDS = 400_000
#: How file ids of each kind begin.
PREFIXES: dict[Kind, str] = {"document": "BQAC", "animation": "CgAC", "video": "BAAC", "sticker": "CAAC"}


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as it came in."""

    name: str
    mime: str
    content: bytes


class Files:
    """What can be sent again or downloaded by its file id.

    Args:
        token: file ids are this bot's own, so they depend on it.
        blobs: where the bytes are kept.
    """

    def __init__(self, token: str, blobs: Blobs) -> None:
        self.blobs = blobs
        self._key = token.encode()
        self._media: dict[str, Media] = {}
        self._paths: dict[str, str] = {}

    async def add_photo(self, content: bytes, *, strict: bool) -> Photo:
        """Re-encode and keep a photo.

        Raises:
            BadRequest: it breaks Telegram's rules for photos (``strict``) or cannot be read.
        """
        encoded = await self.blobs.in_thread(lambda: renditions(content, strict=strict))
        for rendition in encoded:
            await self.blobs.keep(rendition.content)
        return self._issue_photo(_origin(), [_size(rendition) for rendition in encoded])

    async def add_document(self, upload: Upload) -> Document:
        """Keep a file byte for byte."""
        document = Document(
            origin=_origin(),
            file_id="",
            unique_id=await self.blobs.keep(upload.content),
            size=len(upload.content),
            name=upload.name,
            mime=upload.mime,
            pixels=await self.blobs.in_thread(lambda: pixels(upload.content)),
        )
        return self.issue(document)

    def again(self, file_id: str) -> Media:
        """Return the media that ``file_id`` points at, with file ids of its own, to be sent once more.

        Raises:
            BadRequest: this bot knows no such file.
        """
        media = self._media.get(file_id)
        if media is None:
            raise BadRequest("wrong file identifier/HTTP URL specified")
        if isinstance(media, Photo):
            return self._issue_photo(media.origin, media.sizes)
        return self.issue(media)

    def find(self, file_id: str) -> tuple[str, int]:
        """Return the name of the bytes that ``file_id`` points at, and how many they are.

        Raises:
            BadRequest: this bot knows no such file, or it was dropped.
        """
        media = self._media.get(file_id)
        unique = _unique_of(media, file_id) if media else ""
        size = self.blobs.size(unique)
        if size is None:
            raise BadRequest("wrong file_id or the file is temporarily unavailable")
        return unique, size

    def address(self, file_id: str) -> str:
        """Return the path under which the bytes of ``file_id`` can be downloaded."""
        unique, _ = self.find(file_id)
        media = self._media[file_id]
        suffix = ".jpg" if isinstance(media, Photo) else Path(media.name).suffix
        path = f"{media.kind}s/file_{unique}{suffix}"
        self._paths[path] = unique
        return path

    def downloaded(self, path: str) -> Path | None:
        """Return where the bytes behind an ``address`` lie, or None where there are none."""
        return self.blobs.place(self._paths.get(path, ""))

    def issue(self, document: Document) -> Document:
        """Return a file with a file id of its own."""
        issued = replace(document, file_id=self._file_id(PREFIXES[document.kind], document.unique_id))
        self._remember(issued.file_id, issued)
        return issued

    def _issue_photo(self, origin: str, sizes: Sequence[PhotoSize]) -> Photo:
        issued = tuple(replace(size, file_id=self._file_id("AgAC", size.unique_id)) for size in sizes)
        photo = Photo(origin=origin, sizes=issued)
        for size in issued:
            self._remember(size.file_id, photo)
        return photo

    def _remember(self, file_id: str, media: Media) -> None:
        self._media[file_id] = media
        if len(self._media) > MAX_FILE_IDS:
            del self._media[next(iter(self._media))]

    def _file_id(self, prefix: str, unique: str) -> str:
        salt = secrets.token_bytes(12)
        seal = hmac.digest(self._key, salt + unique.encode(), "sha256")
        return prefix + base64.urlsafe_b64encode(salt + seal[:30]).decode()


def guess_mime(name: str) -> str:
    """Return the type that a file of this name most likely has."""
    return mimetypes.guess_type(name)[0] or UNKNOWN


def _origin() -> str:
    return secrets.token_hex(8)


def _size(rendition: Rendition) -> PhotoSize:
    return PhotoSize(
        file_id="",
        unique_id=unique_id(rendition.content),
        width=rendition.width,
        height=rendition.height,
        size=len(rendition.content),
    )


def _unique_of(media: Media, file_id: str) -> str:
    if isinstance(media, Document):
        return media.unique_id
    return next(size.unique_id for size in media.sizes if size.file_id == file_id)
