"""What a painter reports while it paints."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy
from numpy.typing import NDArray


class Enough(Exception):
    """Raised by whoever is told of a step: stop here, the picture so far is wanted."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step, done.

    An exception raised by whoever receives it stops the painting.
    """

    #: Steps done, from 1; or, in a net of one pass, layers.
    step: int
    #: Steps in all, the coarse scales included.
    of: int
    #: The objective's value, where something is minimised: falls within a scale and jumps at the next.
    loss: float | None = None
    #: The picture as it is now, (3, h, w) in [0, 1], at the present scale's size; None: there is none yet.
    picture: Callable[[], NDArray[numpy.float32]] | None = None


#: Receives the steps.
Tell: TypeAlias = Callable[[Step], None]
