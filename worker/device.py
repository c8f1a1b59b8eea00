"""Where nets run, and what to do when a picture is too large for it."""

from collections.abc import Callable
from typing import TypeVar

import structlog
import torch

from painting.layers import TIGHT, USUAL, limited_to

T = TypeVar("T")

logger = structlog.get_logger()

#: Pixels of the longer side below which painting smaller makes no sense.
SMALLEST_SIDE = 256


def choose(wanted: str) -> str:
    """Turn ``auto``, ``cpu`` or ``cuda`` into a device's name."""
    if wanted == "auto":
        return "cuda" if torch.cuda.is_available() else "cpu"
    return wanted


def name(device: str) -> str:
    """What estimates are kept by: the model of a GPU, or ``cpu``."""
    return torch.cuda.get_device_name(0).replace(" ", "-") if device == "cuda" else "cpu"


def within_memory(paint: Callable[[int], T], longest_side: int, *, strips: bool) -> tuple[T, int]:
    """Paint; where memory runs out, again in narrow strips, and then at half the size.

    Args:
        paint: takes pixels of the longer side.
        longest_side: to begin with.
        strips: whether narrow strips need less memory: in one pass they do, for an optimiser they do not.

    Returns:
        The painting, and the longer side at which it succeeded.

    Raises:
        Exception: half the size is too large as well; :func:`is_short_of_memory` knows it.
    """
    attempts = [(longest_side, USUAL)]
    attempts += [(longest_side, TIGHT)] if strips else []
    attempts += [(longest_side // 2, TIGHT)] if longest_side // 2 >= SMALLEST_SIDE else []
    for side, limits in attempts[:-1]:
        try:
            with limited_to(limits):
                return paint(side), side
        except (RuntimeError, MemoryError) as error:
            if not is_short_of_memory(error):
                raise
            logger.warning("! out of memory, painting smaller or in strips", side=side)
        # Outside the except clause: the traceback keeps the tensors of the failed attempt alive.
        if torch.cuda.is_available():
            torch.cuda.empty_cache()
    side, limits = attempts[-1]
    with limited_to(limits):
        return paint(side), side


def is_short_of_memory(error: BaseException) -> bool:
    """Is this how a GPU, Python, NumPy or PyTorch on a CPU says that memory ran out?"""
    if isinstance(error, torch.OutOfMemoryError | MemoryError):
        return True
    # PyTorch has no type of its own for it on a CPU.
    return isinstance(error, RuntimeError) and "can't allocate memory" in str(error)
