"""A clip painted frame by frame with one painter, so that what does not move does not flicker.

Shot by shot: key frames say what the painter's norms and colours are for the whole shot
(``painting.steady``), then each frame is painted, without the noise of the film (``painting.still``).
"""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace

import numpy

from painting import sizes
from painting.steady import Shot
from painting.step import Step, Tell
from painting.still import Still
from painting.wish import Painter, Picture, Wish
from worker.colours import fill_under
from worker.motion.clip import Clip, Frame
from worker.motion.frames import Frames
from worker.motion.shots import keys, shots
from worker.pictures import to_unit

#: Parts of a frame that progress is told in.
PARTS = 100


def paint_clip(
    painter: Painter,
    wish: Wish,
    clip: Clip,
    longest_side: int,
    tell: Tell,
    *,
    enlarge: Callable[[Picture], Picture] | None = None,
) -> Clip:
    """Paint every frame of a clip.

    Args:
        painter: of one pass.
        wish: its content is replaced by each frame.
        clip: not changed.
        longest_side: pixels; larger frames are painted at this size and enlarged with their own detail.
        tell: told of each part of a frame; an exception that it raises stops the painting and passes through.
        enlarge: doubles a painting's sides by something sharper than interpolation.

    Returns:
        A clip of the same size, times and opacity.
    """
    bench = _Bench(painter, wish, clip, longest_side, tell, enlarge)
    return replace(clip, frames=bench.paint())


@dataclass
class _Bench:
    painter: Painter
    wish: Wish
    clip: Clip
    longest_side: int
    tell: Tell
    enlarge: Callable[[Picture], Picture] | None
    #: Passes of the painter that are done, and all.
    done: int = 0
    passes: int = 1

    def paint(self) -> Frames:
        painted = Frames((self.clip.height, self.clip.width, 3))
        rows = [(shot, [] if self.clip.is_still else keys(shot)) for shot in shots(self.clip)]
        self.passes = len(self.clip.frames) + sum(len(chosen) for _, chosen in rows)
        for shot, chosen in rows:
            self._paint_shot(shot, chosen, painted)
        return painted

    def _paint_shot(self, shot: range, chosen: list[int], painted: Frames) -> None:
        held, still = Shot(), Still()
        for number in chosen:
            self._painted(self._content(number)[1], held.key_frame())
        for number in shot:
            photo, small = self._content(number)
            by = held.frame() if chosen else nullcontext()
            painting = self._painted(still.calmed(small), by)
            painted.append(_bytes(self._enlarged(painting, photo)))

    def _content(self, number: int) -> tuple[Picture, Picture]:
        """A frame at its own size, and as it is painted."""
        photo = to_unit(self.clip.frames[number])
        if self.clip.alpha is not None:
            photo = fill_under(photo, to_unit(self.clip.alpha[number]))
        return photo, sizes.limited(photo, self.longest_side)

    def _painted(self, content: Picture, by: AbstractContextManager[None]) -> Picture:
        with by:
            painting = self.painter.paint(replace(self.wish, content=content), self._tell_part)
        self.done += 1
        self.tell(Step(step=self.done * PARTS, of=self.passes * PARTS, picture=lambda: painting))
        return painting

    def _tell_part(self, step: Step) -> None:
        part = min(PARTS - 1, max(1, PARTS * step.step // step.of))
        self.tell(Step(step=self.done * PARTS + part, of=self.passes * PARTS))

    def _enlarged(self, painting: Picture, photo: Picture) -> Picture:
        if painting.shape == photo.shape:
            return painting
        return sizes.enlarge(painting, photo, self.enlarge(painting) if self.enlarge else None)


def _bytes(painting: Picture) -> Frame:
    values = (painting.clip(0, 1) * 255).round().astype(numpy.uint8)
    return numpy.ascontiguousarray(values.transpose(1, 2, 0))
