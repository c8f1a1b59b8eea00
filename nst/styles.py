"""Style picture → what a net measures of it: sized, and remembered for the next photo."""

import hashlib
from collections import OrderedDict
from collections.abc import Callable

from torch import Tensor

from painting import steady
from painting.borders import padded
from painting.sizes import with_side
from painting.wish import Picture, Wish

#: Of a style picture, in pixels, at a style scale of 1: smaller photos want smaller strokes, larger ones do
#: not find larger ones in it.
LOOK = (256, 1024)
#: Of a style picture at any style scale.
LARGEST = 2048
#: Both sides are at least this: what a net at an eighth of the size can still mirror.
LEAST = 16


def looked_at(style: Picture, wish: Wish) -> Picture:
    """Bring a style picture to the size at which a net looks at it.

    At a style scale of 1 that is its own size, but for one that is larger than the painting or than 1024 px.
    """
    low, high = LOOK
    own = max(style.shape[1:])
    longest = min(own, high, max(low, *wish.content.shape[1:]))
    sized = with_side(style, min(LARGEST, longest * wish.style_scale))
    return padded(sized, multiple=1, least=LEAST)


class Remembered:
    """The last measurements, by the picture that was measured."""

    def __init__(self, measure: Callable[[Picture], Tensor], most: int) -> None:
        """Remember what ``measure`` finds, of ``most`` pictures; the one not asked for the longest goes."""
        self._measure = measure
        self._most = most
        self._found: OrderedDict[tuple[bytes, tuple[int, ...]], Tensor] = OrderedDict()

    def __call__(self, picture: Picture) -> Tensor:
        """Measure, or remember."""
        key = _key(picture)
        if key not in self._found:
            with steady.suspended():  # it is measured in one frame of a shot and remembered in the others
                self._found[key] = self._measure(picture)
        self._found.move_to_end(key)
        if len(self._found) > self._most:
            self._found.popitem(last=False)
        return self._found[key]

    def __contains__(self, picture: Picture) -> bool:
        """Say whether it need not be measured."""
        return _key(picture) in self._found


def _key(picture: Picture) -> tuple[bytes, tuple[int, ...]]:
    return hashlib.sha256(picture.tobytes()).digest(), picture.shape
