"""One job, from its pictures' bytes to the painted picture's bytes."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic

import structlog
import torch
from torch import Tensor

from chat.bot_api import BotThread
from jobs.catalogue import STYLES, Method
from jobs.errors import TellThePerson
from jobs.job import Job, Photo
from jobs.record import Result
from jobs.settings import Settings
from nst.drawings import draw
from nst.enlarge import enlarge, resized
from nst.step import Step
from worker import device, painters
from worker.downloads import download
from worker.painters import Painters
from worker.picture_errors import PictureError
from worker.pictures import EncodedPicture, Picture, decode, encode

logger = structlog.get_logger()

#: Seconds that all pictures of a job have for arriving.
DOWNLOADS = 120


@dataclass(frozen=True)
class Easel:
    """What painting needs in one process."""

    settings: Settings
    thread: BotThread
    painters: Painters
    device: str

    def paint(self, job: Job, progress: Callable[[Step], None]) -> tuple[EncodedPicture, Result]:
        """Paint a job.

        Raises:
            jobs.errors.TellThePerson: a picture cannot be painted, whoever tries.
            Exception: what ``progress`` raises, and what is worth another attempt.
        """
        began = monotonic()
        content, own = self._fetch(job)
        fetched = monotonic()
        painting, side = self._painted(job, content, own, progress)
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

    def _fetch(self, job: Job) -> tuple[Picture, dict[str, Picture]]:
        """Fetch and decode the content and the person's own styles (by ``file_id``)."""
        wanted = {part.picture.file_id: part.picture for part in job.styles if part.picture}
        files = self.thread.run(self._download([job.content, *wanted.values()]), DOWNLOADS)
        content, *styles = (self._decoded(file) for file in files)
        return content, dict(zip(wanted, styles, strict=True))

    async def _download(self, photos: list[Photo]) -> list[bytes]:
        return await asyncio.gather(*(download(self.thread.bot, photo) for photo in photos))

    def _decoded(self, file: bytes) -> Picture:
        try:
            return decode(file, limit_pixels=self.settings.most_pixels)
        except PictureError as error:
            raise TellThePerson(error.reason) from error

    def _painted(
        self, job: Job, content: Picture, own: dict[str, Picture], progress: Callable[[Step], None]
    ) -> tuple[Tensor, int]:
        gatys = job.method is Method.GATYS

        def at(side: int) -> Tensor:
            painter = self.painters.get(job.method, {} if gatys else mixture(job), side)
            if not gatys:
                return paint_fast(painter, content.tensor, job.strength, side, progress)
            styles = [
                (style_picture(part.gallery, own, part.picture, content, side), part.weight)
                for part in job.styles
            ]
            return painter.paint(content.tensor, styles, job.strength, progress)

        side = self.settings.gatys_side if gatys else self.settings.longest_side
        try:
            return device.within_memory(at, side)
        except torch.OutOfMemoryError as error:
            raise TellThePerson("out_of_memory") from error


def mixture(job: Job) -> Mapping[str, float]:
    """The gallery styles of a job with their weights."""
    mixed: dict[str, float] = {}
    for part in job.styles:
        if part.gallery:
            mixed[part.gallery] = mixed.get(part.gallery, 0) + part.weight
    return mixed


def style_picture(
    gallery: str | None, own: Mapping[str, Picture], photo: Photo | None, content: Picture, side: int
) -> Tensor:
    """The picture of one style: a person's own, or drawn as large as it will be used."""
    if photo is not None:
        return own[photo.file_id].tensor
    drawing = STYLES[gallery or ""].drawing
    if drawing is None:
        raise TellThePerson("broken")  # a net's style has no picture to look at
    share = min(1.0, side / max(content.width, content.height))
    return draw(drawing, (max(1, round(content.height * share)), max(1, round(content.width * share))))


def paint_fast(
    painter: painters.Painter,
    photo: Tensor,
    strength: float,
    longest_side: int,
    progress: Callable[[Step], None],
) -> Tensor:
    """Paint with a net in one pass; larger photos at ``longest_side`` pixels, then enlarged.

    Args:
        photo: (3, H, W) in [0, 1].

    Returns:
        (3, H, W) in [0, 1].
    """
    share = min(1.0, longest_side / max(photo.shape[1:]))
    height, width = (max(1, round(side * share)) for side in photo.shape[1:])
    painting = painter.paint(resized(photo, height, width).clamp(0, 1), [], strength, progress)
    return enlarge(painting, photo.to(painting.device))
