"""Frames on disk: ten seconds of 1080p are 1.9 GB, and twice that with the painting."""

import os
import tempfile
import weakref
from collections.abc import Sequence
from typing import overload

import numpy

from worker.motion.clip import Frame


class Frames(Sequence[Frame]):
    """A row of frames of one size in a file without a name, gone with this object or this process."""

    def __init__(self, shape: tuple[int, int, int]) -> None:
        """Begin an empty row of frames of this shape, (H, W, C)."""
        self._shape = shape
        self._count = 0
        self._file, path = tempfile.mkstemp(prefix="atelier-frames-")
        self._close = weakref.finalize(self, os.close, self._file)
        os.unlink(path)  # noqa: PTH108 - a name is what we want to be rid of

    @property
    def size(self) -> int:
        """Bytes of a frame."""
        height, width, channels = self._shape
        return height * width * channels

    def append(self, frame: Frame) -> None:
        """Add a frame.

        Raises:
            ValueError: it has another shape.
            OSError: the disk is full.
        """
        if frame.shape != self._shape or frame.dtype != numpy.uint8:
            raise ValueError(f"a frame here has the shape {self._shape}, not {frame.shape} of {frame.dtype}")
        left, at = numpy.ascontiguousarray(frame).data.cast("B"), self._count * self.size
        while left:
            written = os.pwrite(self._file, left, at)
            left, at = left[written:], at + written
        self._count += 1

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, number: int) -> Frame: ...
    @overload
    def __getitem__(self, number: slice) -> list[Frame]: ...
    def __getitem__(self, number: int | slice) -> Frame | list[Frame]:
        """Read a frame, or several; each is the caller's own."""
        if isinstance(number, slice):
            return [self[each] for each in range(*number.indices(self._count))]
        place = range(self._count)[number]
        frame = numpy.empty(self._shape, numpy.uint8)
        left, at = frame.data.cast("B"), place * self.size
        while left:
            read = os.preadv(self._file, [left], at)
            if not read:
                raise OSError("a frame is missing in its file")
            left, at = left[read:], at + read
        return frame
