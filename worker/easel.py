"""One job, from its pictures' bytes to the painted picture's bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cached_property
from time import monotonic
from typing import Literal

import structlog

from chat.bot_api import BotThread
from jobs.catalogue import Style
from jobs.job import Job
from jobs.record import Result
from jobs.results import Results
from jobs.settings import Settings
from nst.enlarger import Enlarger
from painting.step import Tell
from worker import device
from worker.decoder import Decoder, limits
from worker.fetching import Fetching
from worker.making import Encoded, Making
from worker.motion.encoding import EncodedClip
from worker.painters import Painters
from worker.pictures import EncodedPicture

logger = structlog.get_logger()


@dataclass(frozen=True)
class Easel:
    """What painting needs in one process."""

    settings: Settings
    thread: BotThread
    painters: Painters
    enlarger: Enlarger
    device: str
    results: Results

    @cached_property
    def decoder(self) -> Decoder:
        """What opens people's pictures, in a process of its own."""
        return Decoder(limits(self.settings.most_pixels))

    def paint(
        self, job: Job, styles: Mapping[str, Style], progress: Tell, look: Callable[[], None] = lambda: None
    ) -> tuple[Encoded, Result]:
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
        fetching = Fetching(self.thread, self.decoder, look)
        made = Making(self, job, styles, progress, fetching).made()
        file, seconds = made.file, monotonic() - began
        logger.info("painted", paint_s=round(made.seconds, 2), other_s=round(seconds - made.seconds, 2))
        result = Result(
            kind=kind_of(job, file),
            file_name=f"{'-'.join(dict.fromkeys(job.style_names.split('+')))}-{job.label}{file.suffix}",
            width=file.width,
            height=file.height,
            painted_side=made.side if made.side < max(file.width, file.height) else 0,
            seconds=seconds,
            painting_seconds=made.seconds,
            painter=made.painter,
            device=device.name(self.device),
        )
        return file, result


def kind_of(job: Job, file: Encoded) -> Literal["photo", "document", "animation", "sticker"]:
    """How a result is sent: as its content came, unless that would change it or a file is wanted.

    Previews are to be looked at and are thrown away: a photo, however their content came.
    """
    if job.purpose == "previews":
        return "photo" if isinstance(file, EncodedPicture) and file.is_photo else "document"
    if job.goes_as_file:
        return "document"
    if isinstance(file, EncodedClip):
        return "sticker" if file.kind == "sticker" else "animation"
    return "photo" if file.is_photo else "document"
