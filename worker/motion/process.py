"""The process that decodes clips, as its owner sees it."""

import sys
from collections.abc import Sequence
from fractions import Fraction
from typing import Annotated, ClassVar, Final

import numpy
from pydantic import Field

from worker.decoding import Limits
from worker.decoding_process import ConfinedProcess, Header, ShapeHeader
from worker.motion import errors
from worker.motion.clip import FRAME_PIXELS, LONGEST, Clip, Frame, Kind, most_frames
from worker.motion.frames import Frames

#: Libraries map 250 MB; a decoder keeps up to 17 frames of at most 3 bytes a pixel, and we three of 4 bytes.
CLIP_LIMITS: Final = Limits(pixels=FRAME_PIXELS, memory=(512 << 20) + 80 * FRAME_PIXELS, seconds=60)
COMMAND: Final = (sys.executable, "-P", "-s", "-m", "worker.motion.decoding")
MICROSECONDS: Final = 1_000_000
OPAQUE: Final = 255


class _ClipHeader(ShapeHeader):
    """What a clip claims to be."""

    kind: Kind = "animation"


class _FrameHeader(Header):
    """When a frame is shown, in microseconds; or that there are no more."""

    begin: Annotated[int, Field(ge=0, le=int(LONGEST * MICROSECONDS))] = 0
    end: Annotated[int, Field(ge=0, le=2 * int(LONGEST * MICROSECONDS))] = 0
    is_over: bool = False


class ClipProcess(ConfinedProcess):
    """Decodes clips."""

    kinds: ClassVar = errors.KINDS

    def __init__(self, limits: Limits, command: Sequence[str] = COMMAND) -> None:
        """Start it; see :class:`worker.decoding_process.ConfinedProcess`."""
        super().__init__(limits, command)

    def decode(self, file: bytes) -> Clip:
        """Ask for a clip; raises what ``DecodingProcess.decode`` does, and errors of clips."""
        deadline = self.ask(file)
        header = self.header(_ClipHeader, deadline)
        if header.width * header.height > self._limits.pixels:
            raise ValueError(f"it claims {header.width}x{header.height} px")
        size, most = (header.height, header.width), most_frames(header.width, header.height)
        frames, alpha, opaque = Frames((*size, 3)), Frames((*size, 1)), True
        times = list[_FrameHeader]()
        while not (shown := self.header(_FrameHeader, deadline)).is_over:
            _check(shown, times, most)
            times.append(shown)
            frames.append(self._frame((*size, 3), deadline))
            if header.alpha:
                opacity = self._frame((*size, 1), deadline)
                opaque = opaque and bool((opacity == OPAQUE).all())
                alpha.append(opacity)
        if not times:
            raise ValueError("it brings no frames")
        return Clip(
            frames=frames,
            alpha=None if opaque else alpha,
            times=tuple(Fraction(shown.begin, MICROSECONDS) for shown in times),
            duration=Fraction(times[-1].end, MICROSECONDS),
            kind=header.kind,
            source_format=header.source_format,
        )

    def _frame(self, shape: tuple[int, int, int], deadline: float) -> Frame:
        frame = numpy.empty(shape, numpy.uint8)
        self.read(frame.data.cast("B"), deadline)
        return frame


def _check(shown: _FrameHeader, before: Sequence[_FrameHeader], most: int) -> None:
    if len(before) == most:
        raise ValueError(f"it brings more than {most} frames")
    begins = shown.begin > before[-1].begin if before else shown.begin == 0
    if not (begins and shown.end > shown.begin):
        raise ValueError(f"it shows a frame from {shown.begin} to {shown.end}")
