"""One job, from its pictures' bytes to the painted picture's bytes."""

import zlib
from collections.abc import Callable, Mapping
from concurrent import futures
from dataclasses import dataclass, replace
from functools import cached_property
from time import monotonic

import structlog

import weights
from chat.bot_api import BotThread
from jobs.catalogue import Method, Style
from jobs.errors import TellThePerson
from jobs.job import Job, Photo, StylePart
from jobs.record import Result
from jobs.settings import Settings
from nst.drawings import draw
from nst.enlarger import Enlarger
from painting import sizes
from painting.step import Tell
from painting.wish import Arrangement, Colours, Painter, StylePicture, Wish
from painting.wish import Picture as Pixels
from weights.checkpoint import WeightsError
from worker import device, painters
from worker.decoder import Decoder, limits
from worker.downloads import download
from worker.painters import Painters
from worker.picture_errors import PictureError
from worker.pictures import EncodedPicture, Picture, decode, encode

logger = structlog.get_logger()

#: Seconds between two looks at what is wanted while pictures arrive.
LOOK_EVERY = 0.1


@dataclass(frozen=True)
class Easel:
    """What painting needs in one process."""

    settings: Settings
    thread: BotThread
    painters: Painters
    enlarger: Enlarger
    device: str

    def paint(
        self, job: Job, styles: Mapping[str, Style], progress: Tell, look: Callable[[], None] = lambda: None
    ) -> tuple[EncodedPicture, Result]:
        """Paint a job.

        Args:
            styles: the gallery by name, with the operator's own.
            progress: told of each step.
            look: called where there is nothing to tell; it may raise as ``progress`` may.

        Raises:
            jobs.errors.TellThePerson: a picture cannot be painted, whoever tries.
            worker.downloads.Away: Telegram does not hand the pictures out now.
            Exception: what ``progress`` raises, and what is worth another attempt.
        """
        began = monotonic()
        content, own = self._fetch(job, look)
        fetched = monotonic()
        painting, side = self._painted(job, styles, content, own, progress)
        painted = monotonic()
        encoded = encode(painting, content.alpha)
        ended = monotonic()
        logger.info(
            "painted",
            fetch_s=round(fetched - began, 2),
            paint_s=round(painted - fetched, 2),
            encode_s=round(ended - painted, 2),
        )
        as_photo = job.content.kind == "photo" and encoded.is_photo
        result = Result(
            kind="photo" if as_photo else "document",
            file_name=f"{job.style_names.replace('+', '-')}-{job.label}{encoded.suffix}",
            width=encoded.width,
            height=encoded.height,
            painted_side=side if side < max(encoded.width, encoded.height) else 0,
            seconds=ended - began,
            painting_seconds=painted - fetched,
            painter=painters.title(job.method, self.settings.weights_dir),
            device=device.name(self.device),
        )
        return encoded, result

    def _fetch(self, job: Job, look: Callable[[], None]) -> tuple[Picture, dict[str, Picture]]:
        """Fetch and decode the content and the person's own styles (by ``file_id``)."""
        wanted = {part.picture.file_id: part.picture for part in job.styles if part.picture}
        files = self._arrived([job.content, *wanted.values()], look)
        content, *styles = (self._decoded(file) for file in files)
        return content, dict(zip(wanted, styles, strict=True))

    def _arrived(self, photos: list[Photo], look: Callable[[], None]) -> list[bytes]:
        arriving = self.thread.submit(download(self.thread.bot, photos))
        try:
            while not futures.wait([arriving], LOOK_EVERY).done:
                look()
            return arriving.result()
        finally:
            arriving.cancel()

    @cached_property
    def decoder(self) -> Decoder:
        """What opens people's pictures, in a process of its own."""
        return Decoder(limits(self.settings.most_pixels))

    def _decoded(self, file: bytes) -> Picture:
        try:
            return self.decoder.decode(file)
        except PictureError as error:
            raise TellThePerson(error.reason) from error

    def _painted(
        self,
        job: Job,
        styles: Mapping[str, Style],
        content: Picture,
        own: dict[str, Picture],
        progress: Tell,
    ) -> tuple[Pixels, int]:
        gatys = job.method is Method.GATYS
        side = self.settings.gatys_side if gatys else self.settings.longest_side
        mixed = mixture(job, styles)
        looked_at = () if mixed else job.styles
        wish = Wish(
            content=content.pixels,
            styles=tuple(self._style(part, styles, own, content, side) for part in looked_at),
            strength=job.strength,
            colours=Colours(job.colours),
            arrangement=Arrangement(job.arrangement),
            seed=chance(job),
        )

        def at(longest: int) -> Pixels:
            return paint(self._painter(job, mixed, styles), wish, longest, self.enlarger, progress)

        try:
            return device.within_memory(at, side, strips=not gatys)
        except (RuntimeError, MemoryError) as error:
            if not device.is_short_of_memory(error):
                raise
            raise TellThePerson("out_of_memory") from error

    def _painter(self, job: Job, mixed: Mapping[str, float], styles: Mapping[str, Style]) -> Painter:
        try:
            return self.painters.get(job.method, mixed, styles)
        except (weights.FileError, WeightsError) as error:
            logger.error("! weights cannot be used", method=str(job.method), error=str(error))
            raise TellThePerson("no_weights") from error

    def _style(
        self,
        part: StylePart,
        styles: Mapping[str, Style],
        own: Mapping[str, Picture],
        content: Picture,
        side: int,
    ) -> StylePicture:
        if part.picture is not None:
            return StylePicture(picture=own[part.picture.file_id].pixels, weight=part.weight)
        style = styles.get(part.gallery or "")
        if style is None:
            raise TellThePerson("style_gone")  # the operator took it away
        return StylePicture(picture=style_picture(style, content, side), weight=part.weight)


def chance(job: Job) -> int:
    """The seed of a job: where a style is one by chance, each job is to have another."""
    return zlib.crc32(job.id.encode()) if job.method is Method.MUNIT else 0


def mixture(job: Job, styles: Mapping[str, Style]) -> Mapping[str, float]:
    """The gallery styles of a job that a net has in its weights, with their shares."""
    mixed: dict[str, float] = {}
    for part in job.styles:
        style = styles.get(part.gallery or "")
        if style is not None and not style.by_picture:
            mixed[style.name] = mixed.get(style.name, 0) + part.weight
    return mixed


def style_picture(style: Style, content: Picture, side: int) -> Pixels:
    """The picture of a gallery style: the operator's file, or drawn as large as it will be used.

    Raises:
        jobs.errors.TellThePerson: the file cannot be read.
    """
    if style.file is not None:
        try:
            return decode(style.file.read_bytes()).pixels
        except (OSError, PictureError) as error:
            raise TellThePerson("style_gone") from error
    share = min(1.0, side / max(content.width, content.height))
    size = (max(1, round(content.height * share)), max(1, round(content.width * share)))
    return draw(style.drawing or "", size)


def paint(painter: Painter, wish: Wish, longest_side: int, enlarger: Enlarger, progress: Tell) -> Pixels:
    """Paint a wish; a larger content at ``longest_side`` pixels, then enlarged with the photo's own detail.

    Returns:
        A picture of the content's size.
    """
    photo = wish.content
    painting = painter.paint(replace(wish, content=sizes.limited(photo, longest_side)), progress)
    if painting.shape == photo.shape:
        return painting
    return sizes.enlarge(painting, photo, enlarger.enlarge(painting))
