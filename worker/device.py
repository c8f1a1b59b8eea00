"""Where nets run, and what to do when a picture is too large for it."""

from collections.abc import Callable
from typing import TypeVar

import structlog
import torch

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


def within_memory(paint: Callable[[int], T], longest_side: int) -> tuple[T, int]:
    """Paint, and once more at half the size where memory ran out.

    Args:
        paint: takes pixels of the longer side.
        longest_side: to begin with.

    Returns:
        The painting, and the longer side at which it succeeded.

    Raises:
        torch.OutOfMemoryError: half the size is too large as well.
    """
    try:
        return paint(longest_side), longest_side
    except torch.OutOfMemoryError:
        if longest_side // 2 < SMALLEST_SIDE:
            raise
        logger.warning("! out of memory, painting smaller", side=longest_side // 2)
    # Outside the except clause: the traceback keeps the tensors of the failed attempt alive.
    if torch.cuda.is_available():
        torch.cuda.empty_cache()
    return paint(longest_side // 2), longest_side // 2
