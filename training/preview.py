"""Previews: the same few pictures and what the net makes of them, as one sheet."""

from pathlib import Path

import numpy
from numpy.typing import NDArray
from PIL import Image

from painting.sizes import resized
from painting.tensors import picture
from training.pupil import Rows

GAP = 4  # white pixels between pictures


def sheet(rows: Rows) -> NDArray[numpy.uint8]:
    """Lay pictures out in rows, each brought to the height of the first.

    Returns:
        (H, W, 3), white where there is nothing.
    """
    height = rows[0][0].shape[1]
    lines = [[_bytes(picture(one), height) for one in row] for row in rows]
    width = max(sum(one.shape[1] + GAP for one in line) for line in lines) - GAP
    whole = numpy.full((len(lines) * (height + GAP) - GAP, width, 3), 255, numpy.uint8)
    for number, line in enumerate(lines):
        left, top = 0, number * (height + GAP)
        for one in line:
            whole[top : top + height, left : left + one.shape[1]] = one
            left += one.shape[1] + GAP
    return whole


def write(path: Path, sheet: NDArray[numpy.uint8]) -> None:
    """Save a sheet as JPEG."""
    path.parent.mkdir(parents=True, exist_ok=True)
    Image.fromarray(sheet).save(path, quality=90)


def _bytes(image: NDArray[numpy.float32], height: int) -> NDArray[numpy.uint8]:
    width = max(1, round(image.shape[2] * height / image.shape[1]))
    pixels = resized(image, height, width).clip(0, 1).transpose(1, 2, 0)
    return (255 * pixels).round().astype(numpy.uint8)
