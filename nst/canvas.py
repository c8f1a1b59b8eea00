"""What our drawings are made with: noise, palettes, scattered marks, light.

Places are in parts of the canvas's longer side, so that a drawing is the same at any size.
"""

from dataclasses import dataclass
from typing import Any, TypeAlias

import numpy
from numpy.random import Generator
from numpy.typing import NDArray

Field: TypeAlias = NDArray[numpy.floating[Any]]  # (H, W), or (H, W, 3) for a colour
Window: TypeAlias = tuple[slice, slice]  # rows and columns of a part of the canvas


@dataclass(frozen=True, kw_only=True)
class Spots:
    """Where marks of one size are set, in random order."""

    cells: int  # along the longer side
    y: Field  # (N,), in parts of the longer side
    x: Field
    tint: Field  # (N, 3): three numbers in [0, 1) of each mark's own

    def around(
        self, index: int, y: Field, x: Field, reach: float
    ) -> tuple[tuple[slice, slice], Field, Field]:
        """Give the part of the canvas near a mark, and there the offsets from it, both in cells."""
        longest = max(y.shape)
        top, left = self.y[index] - reach / self.cells, self.x[index] - reach / self.cells
        across = 2 * reach / self.cells
        rows = slice(max(0, int(top * longest)), max(0, int((top + across) * longest) + 1))
        columns = slice(max(0, int(left * longest)), max(0, int((left + across) * longest) + 1))
        place = (rows, columns)
        return place, (y[place] - self.y[index]) * self.cells, (x[place] - self.x[index]) * self.cells


def spread(rng: Generator, shape: tuple[int, ...], cells: int, fill: float) -> Spots:
    """Set one mark in each cell of a grid over (H, W), shaken, and leave ``1 - fill`` of them out.

    Where a cell is smaller than a pixel no mark could be seen and none is set.
    """
    rows, columns = (int(numpy.ceil(side / max(shape) * cells)) + 2 for side in shape)
    i, j = (grid.ravel() - 1.0 for grid in numpy.mgrid[:rows, :columns])
    numbers = rng.random((rows * columns, 6)).astype(numpy.float32)
    order = rng.permutation(rows * columns)
    order = order[numbers[order, 5] < fill] if cells <= max(shape) else order[:0]
    centres = (numpy.stack([i, j], -1) + numbers[:, :2])[order].astype(numpy.float32) / cells
    return Spots(cells=cells, y=centres[:, 0], x=centres[:, 1], tint=numbers[order, 2:5])


def lay(under: Field, paint: Field, share: Field) -> None:
    """Cover part of a canvas with paint, in place."""
    under += (paint - under) * share


def nearest(rng: Generator, y: Field, x: Field, cells: int) -> tuple[Field, Field, Field]:
    """Find the nearest of shaken grid points for each pixel.

    Returns:
        Its distance and that to the border of its territory, in cells, (H, W) each; and three numbers in
        [0, 1) of the point's own, (H, W, 3).
    """
    salt = float(rng.integers(1 << 16))
    first, second = numpy.full(y.shape, 9.0, numpy.float32), numpy.full(y.shape, 9.0, numpy.float32)
    row, column = numpy.zeros_like(y), numpy.zeros_like(y)
    for down, right in numpy.ndindex(3, 3):
        i, j = numpy.floor(y * cells) + down - 1, numpy.floor(x * cells) + right - 1
        distance = numpy.hypot(y * cells - i - scatter(i, j, salt), x * cells - j - scatter(i, j, salt + 1))
        closer = distance < first
        second = numpy.where(closer, first, numpy.minimum(second, distance))
        first = numpy.where(closer, distance, first)
        row, column = numpy.where(closer, i, row), numpy.where(closer, j, column)
    numbers = numpy.stack([scatter(row, column, salt + k) for k in (2, 3, 4)], -1)
    return first, (second - first) / 2, numbers


def noise(rng: Generator, y: Field, x: Field, cells: float, octaves: int = 4) -> Field:
    """Smooth noise in about [0, 1], ``cells`` bumps along the longer side and finer ones on them."""
    total, weight = numpy.zeros_like(y), 0.0
    for octave in range(octaves):
        salt = float(rng.integers(1 << 16))
        gy, gx = y * cells * 2**octave, x * cells * 2**octave
        i, j = numpy.floor(gy), numpy.floor(gx)
        v, u = step(0, 1, gy - i), step(0, 1, gx - j)
        top = scatter(i, j, salt) * (1 - u) + scatter(i, j + 1, salt) * u
        bottom = scatter(i + 1, j, salt) * (1 - u) + scatter(i + 1, j + 1, salt) * u
        total = total + (top * (1 - v) + bottom * v) * 0.5**octave
        weight += 0.5**octave
    return (total / weight).astype(numpy.float32)


def scatter(i: Field, j: Field, salt: float) -> Field:
    """A number in [0, 1) that looks random, for each pair of whole numbers: an integer hash."""
    mixed = (
        numpy.round(i).astype(numpy.int64) * 374761393 + numpy.round(j).astype(numpy.int64) * 668265263
    ) & 0xFFFFFFFF
    mixed = (mixed + int(salt) * 2246822519) & 0xFFFFFFFF
    for factor in (2654435761, 2246822519):
        mixed = ((mixed ^ (mixed >> 15)) * factor) & 0xFFFFFFFF
    return ((mixed ^ (mixed >> 13)) & 0xFFFFFF).astype(numpy.float32) / numpy.float32(1 << 24)


def step(low: float, high: float, value: Field) -> Field:
    """A smooth step from 0 at ``low`` to 1 at ``high`` (or the other way round)."""
    t = ((value - low) / (high - low)).clip(0, 1)
    smooth: Field = (t * t * (3 - 2 * t)).astype(numpy.float32)
    return smooth


def border(value: Field) -> Field:
    """Distance to the nearest whole number."""
    return numpy.abs(value - numpy.round(value)).astype(numpy.float32)


def palette(colours: list[str], place: Field) -> Field:
    """Colours (H, W, 3) along a row of ``#rrggbb`` colours, ``place`` running from 0 to 1."""
    table = numpy.array([[int(colour[k : k + 2], 16) for k in (1, 3, 5)] for colour in colours]) / 255
    spots = numpy.linspace(0, 1, len(colours))
    return numpy.stack([numpy.interp(place, spots, channel) for channel in table.T], -1).astype(numpy.float32)


def blend(colour: Field, other: str, share: Field) -> Field:
    """Lay ``#rrggbb`` over a colour with the given share."""
    return colour * (1 - share[..., None]) + palette([other], share) * share[..., None]


def vivid(colour: Field, tint: Field) -> Field:
    """Shift colours (N, 3) at random and away from grey: pure colours side by side, as painters set them."""
    grey = colour.mean(-1, keepdims=True)
    shifted: Field = (grey + 1.25 * (colour - grey) + 0.26 * (tint - 0.5)).clip(0, 1)
    return shifted


def lit(colour: Field, relief: Field, strength: float) -> Field:
    """Light a surface from the upper left; ``relief`` is its height."""
    if min(relief.shape) < 2:
        return colour
    fall_y, fall_x = numpy.gradient(relief)
    # Heights are per pixel: the same slope must look the same at any size.
    light = strength * numpy.tanh((fall_y + fall_x) * max(relief.shape) / 120)
    shone: Field = colour * (1 + light)[..., None]
    return shone
