"""What a job's purpose and content make of it: a picture, a clip, a sheet of previews, a larger painting."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from time import monotonic
from typing import TYPE_CHECKING, Final, TypeAlias, TypeVar

import structlog

import weights
from jobs.catalogue import Method, Style
from jobs.errors import TellThePerson
from jobs.job import Job, StylePart
from painting.step import Step, Tell
from painting.wish import Arrangement, Colours, Painter, StylePicture, Wish
from painting.wish import Picture as Pixels
from weights.checkpoint import WeightsError
from worker import device, enlarging, previews
from worker.fetching import Fetching, OwnStyles
from worker.kept import encode_to_keep
from worker.motion.encoding import EncodedClip, encode_clip
from worker.motion.paint import paint_clip
from worker.paint import chance, mixture, paint, style_picture
from worker.painters import OURS, title
from worker.pictures import EncodedPicture, Picture, encode, to_unit, within
from worker.tiles import TilePainter

if TYPE_CHECKING:
    from worker.easel import Easel

T = TypeVar("T")

logger = structlog.get_logger()

#: A painted file of any kind.
Encoded: TypeAlias = EncodedPicture | EncodedClip
#: Pixels of the longer side at which frames of clips are painted; larger ones are enlarged.
CLIP_SIDE: Final = 640


@dataclass(frozen=True, kw_only=True)
class Made:
    """What became of a job's pictures."""

    file: Encoded
    #: Pixels of the longer side at which it was painted.
    side: int
    #: What painted it, as results name it.
    painter: str
    #: Seconds in the painter.
    seconds: float


@dataclass(frozen=True)
class Making:
    """One job on the easel."""

    easel: "Easel"
    job: Job
    styles: Mapping[str, Style]
    progress: Tell
    fetching: Fetching

    def made(self) -> Made:
        """Make it; raises what :meth:`worker.easel.Easel.paint` raises."""
        match self.job.purpose:
            case "previews":
                return self._previews()
            case "enlargement":
                return self._enlargement()
        if self.job.content.moves or self.job.content.kind == "sticker":
            return self._clip()
        return self._picture()

    def _picture(self) -> Made:
        fetched, own = self.fetching.pictures(self.job)
        content = within(fetched, self.job.longest)
        gatys, settings = self.job.method is Method.GATYS, self.easel.settings
        side = settings.gatys_side if gatys else settings.longest_side
        wish = self._wish(content, own, side)

        def at(longest: int) -> Pixels:
            return paint(self._painter(), wish, longest, self.easel.enlarger, self.progress)

        began = monotonic()
        painting, side = self._within_memory(at, side)
        seconds = monotonic() - began
        file = encode_to_keep(painting, content.alpha, as_photo=not self.job.goes_as_file)
        return Made(file=file, side=side, painter=self._title, seconds=seconds)

    def _clip(self) -> Made:
        clip, own = self.fetching.clip(self.job)
        first = Picture(pixels=to_unit(clip.frames[0]), alpha=None, source_format=clip.source_format)
        wish = self._wish(first, own, CLIP_SIDE)
        larger = self.easel.enlarger.enlarge

        def tell(step: Step) -> None:  # there is no part of a clip that could be kept
            self.progress(replace(step, picture=None))

        began = monotonic()
        painted, side = self._within_memory(
            lambda longest: paint_clip(self._painter(), wish, clip, longest, tell, enlarge=larger), CLIP_SIDE
        )
        seconds = monotonic() - began
        return Made(file=encode_clip(painted), side=side, painter=self._title, seconds=seconds)

    def _previews(self) -> Made:
        content, _ = self.fetching.pictures(self.job)
        began = monotonic()
        tiles = TilePainter(self.easel.painters, self.styles)
        sheet = previews.sheet(self.job, content, tiles, self.progress)
        return Made(file=encode(sheet), side=max(sheet.shape[1:]), painter=OURS, seconds=monotonic() - began)

    def _enlargement(self) -> Made:
        kept = self.easel.results.read(self.job.source) if self.job.source else None
        if kept is None:
            raise TellThePerson("expired_source")
        picture = self.fetching.decoded(kept)
        began = monotonic()
        most = self.easel.settings.most_pixels
        large, alpha = enlarging.enlarged(picture, self.easel.enlarger, most, self.progress)
        file = encode_to_keep(large, alpha, as_photo=not self.job.goes_as_file)
        side = max(file.width, file.height)
        return Made(file=file, side=side, painter=OURS, seconds=monotonic() - began)

    @property
    def _title(self) -> str:
        return title(self.job.method, self.easel.settings.weights_dir)

    def _within_memory(self, at: Callable[[int], T], side: int) -> tuple[T, int]:
        try:
            return device.within_memory(at, side, strips=self.job.method is not Method.GATYS)
        except (RuntimeError, MemoryError) as error:
            if not device.is_short_of_memory(error):
                raise
            raise TellThePerson("out_of_memory") from error

    def _wish(self, content: Picture, own: OwnStyles, side: int) -> Wish:
        looked_at = () if mixture(self.job, self.styles) else self.job.styles
        return Wish(
            content=content.pixels,
            styles=tuple(self._style(part, own, content, side) for part in looked_at),
            strength=self.job.strength,
            colours=Colours(self.job.colours),
            arrangement=Arrangement(self.job.arrangement),
            seed=chance(self.job),
        )

    def _painter(self) -> Painter:
        method = self.job.method
        try:
            return self.easel.painters.get(method, mixture(self.job, self.styles), self.styles)
        except (weights.FileError, WeightsError) as error:
            logger.error("! weights cannot be used", method=str(method), error=str(error))
            raise TellThePerson("no_weights") from error

    def _style(self, part: StylePart, own: OwnStyles, content: Picture, side: int) -> StylePicture:
        if part.picture is not None:
            return StylePicture(picture=own[part.picture.file_id].pixels, weight=part.weight)
        style = self.styles.get(part.gallery or "")
        if style is None:
            raise TellThePerson("style_gone")  # the operator took it away
        return StylePicture(picture=style_picture(style, content, side), weight=part.weight)
