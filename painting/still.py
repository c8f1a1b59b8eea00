"""Frames without the noise that films have where nothing moves: each place keeps its value until it changes.

The counterpart in time of a guided filter: what differs from the last frame by less than noise does is taken
from there. Coding a film makes such noise, and a painter draws new strokes for it in each frame.
"""

import numpy
from numpy.typing import NDArray
from PIL import Image

from painting.wish import Picture

#: Root of the mean squared change of a block below which it is taken for noise. More of it calms noisier
#: films and drags what moves slowly: measured by ``python -m bench.motion``.
NOISE = 0.012
#: Side of the blocks that are looked at, in pixels.
BLOCK = 4


class Still:
    """Calms the frames of one shot, one after the other."""

    def __init__(self) -> None:
        self._last: Picture | None = None

    def calmed(self, frame: Picture) -> Picture:
        """Give a frame, (3, H, W), the values of the last one where nothing but noise is between them."""
        if self._last is not None:
            change = frame - self._last
            frame = self._last + _share(change) * change
        self._last = frame
        return frame


def _share(change: Picture) -> NDArray[numpy.float32]:
    """How much of a change is believed, (1, H, W): about 0 well below the noise and 1 well above it."""
    squares = numpy.square(change).mean(0)
    blocks = Image.fromarray(squares).reduce(BLOCK)
    size = (change.shape[2], change.shape[1])
    power = numpy.asarray(blocks.resize(size, Image.Resampling.BILINEAR), numpy.float32) ** 2
    share: NDArray[numpy.float32] = power / (power + NOISE**4)
    return share[None]
