"""Pictures and figures for the tests of this folder."""

import math

import numpy
from numpy.typing import NDArray

from painting.sizes import resized
from painting.step import Step
from painting.wish import Picture


def dust(height: int, width: int, seed: int = 0) -> Picture:
    """Noise: every pixel its own colour in [0, 1]."""
    return numpy.random.default_rng(seed).random((3, height, width), dtype=numpy.float32)


def clouds(height: int, width: int, seed: int = 0, least: float = 0.0, most: float = 1.0) -> Picture:
    """Soft blots of colour in [least, most]."""
    coarse = dust(max(1, height // 8), max(1, width // 8), seed)
    return (least + (most - least) * resized(coarse, height, width)).clip(least, most)


def plain(height: int, width: int, *colour: float) -> Picture:
    """One colour everywhere."""
    values = numpy.array(colour or (0.2, 0.5, 0.7), numpy.float32)
    return numpy.broadcast_to(values[:, None, None], (3, height, width)).copy()


def unheard(step: Step) -> None:
    """Take a step and do nothing with it."""


def psnr(one: NDArray[numpy.float32], other: NDArray[numpy.float32]) -> float:
    """How alike two pictures in [0, 1] are, in dB; 200 when equal."""
    return -10 * math.log10(max(1e-20, float(numpy.square(one - other).mean())))
