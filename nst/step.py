"""What a painter that takes many steps reports between them."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of an optimisation, done.

    An exception raised by whoever receives it stops the painting and passes through unchanged.
    """

    #: Steps done, from 1.
    step: int
    #: Steps in all, the coarse scales included.
    of: int
    #: The objective's value at this step; falls within a scale and jumps at the next.
    loss: float
    #: The picture as it is now: (3, h, w) in [0, 1], on the painter's device, at the present scale's size.
    picture: Callable[[], Tensor]
