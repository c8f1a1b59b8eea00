"""The pictures of a job: fetched from Telegram and decoded, while somebody looks at what is wanted."""

from collections.abc import Callable
from concurrent import futures
from dataclasses import dataclass

from chat.bot_api import BotThread
from jobs.errors import TellThePerson
from jobs.job import Job, Photo
from worker.decoder import Decoder
from worker.downloads import download
from worker.motion.clip import Clip, Kind
from worker.picture_errors import PictureError
from worker.pictures import Picture

#: Seconds between two looks at what is wanted while pictures arrive.
LOOK_EVERY = 0.1

#: The person's own style pictures by ``file_id``.
OwnStyles = dict[str, Picture]


@dataclass(frozen=True)
class Fetching:
    """Fetches and decodes; raises what :meth:`worker.paint.Easel.paint` raises.

    Args:
        look: called while bytes arrive; it may raise.
    """

    thread: BotThread
    decoder: Decoder
    look: Callable[[], None]

    def pictures(self, job: Job) -> tuple[Picture, OwnStyles]:
        """The content and the person's own styles."""
        content, *styles = (self.decoded(file) for file in self._arrived([job.content, *_own(job)]))
        return content, dict(zip((photo.file_id for photo in _own(job)), styles, strict=True))

    def clip(self, job: Job) -> tuple[Clip, OwnStyles]:
        """The content as a clip, and the person's own styles."""
        file, *files = self._arrived([job.content, *_own(job)])
        styles = map(self.decoded, files)
        own = dict(zip((photo.file_id for photo in _own(job)), styles, strict=True))
        try:
            return self.decoder.decode_clip(file, _kind(job.content)), own
        except PictureError as error:
            raise TellThePerson(error.reason) from error

    def decoded(self, file: bytes) -> Picture:
        """Decode a picture, whoever it is from.

        Raises:
            jobs.errors.TellThePerson: it cannot be painted, whoever tries.
        """
        try:
            return self.decoder.decode(file)
        except PictureError as error:
            raise TellThePerson(error.reason) from error

    def _arrived(self, photos: list[Photo]) -> list[bytes]:
        arriving = self.thread.submit(download(self.thread.bot, photos))
        try:
            while not futures.wait([arriving], LOOK_EVERY).done:
                self.look()
            return arriving.result()
        finally:
            arriving.cancel()


def _own(job: Job) -> list[Photo]:
    """The person's own style pictures, each once."""
    return list({part.picture.file_id: part.picture for part in job.styles if part.picture}.values())


def _kind(content: Photo) -> Kind | None:
    """What a clip was sent as; None: as a file, which says by itself what it is."""
    if content.kind == "sticker" or content.video:
        return "sticker"
    return content.kind if content.kind in ("animation", "video") else None
