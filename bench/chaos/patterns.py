"""Photos that can be told from one another after painting: by their size and their own light and dark."""

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import Final, TypeAlias

import numpy
from numpy.typing import NDArray
from PIL import Image

#: Blocks along each side.
GRID: Final = 7
#: Blocks in which two patterns differ at least.
APART: Final = 14
#: Values of a dark and a bright block, and how far pixels stray from them.
DARK, BRIGHT, NOISE = 45, 210, 12
#: Correlation with its own pattern below which a painting is not of that photo; the least measured was 0.50.
LEAST = 0.35

Values: TypeAlias = NDArray[numpy.float64]


@dataclass(frozen=True, kw_only=True)
class Pattern:
    """What one photo looks like."""

    #: Pixels; no two photos have the same two.
    width: int
    height: int
    #: GRID × GRID blocks, row by row: is it bright?
    bright: tuple[bool, ...]

    @cached_property
    def values(self) -> Values:
        """Mean 0 and length 1, so that a product of two is their correlation."""
        return _centred(numpy.array(self.bright, dtype=numpy.float64))

    def jpeg(self) -> bytes:
        """Draw it, with noise that is the same each time."""
        blocks = numpy.where(numpy.reshape(self.bright, (GRID, GRID)), BRIGHT, DARK).astype(numpy.uint8)
        large = Image.fromarray(blocks).resize((self.width, self.height), Image.Resampling.NEAREST)
        grain = numpy.random.default_rng(self.width).integers(-NOISE, NOISE, (self.height, self.width, 3))
        pixels = numpy.asarray(large.convert("RGB"), numpy.int16) + grain
        file = io.BytesIO()
        Image.fromarray(pixels.clip(0, 255).astype(numpy.uint8)).save(file, "JPEG", quality=92)
        return file.getvalue()


def seen_in(picture: bytes) -> tuple[tuple[int, int], Values]:
    """Return the size of a picture and its light and dark, in the form of ``Pattern.values``."""
    with Image.open(io.BytesIO(picture)) as image:
        blocks = image.convert("L").resize((GRID, GRID), Image.Resampling.BOX)
        return image.size, _centred(numpy.asarray(blocks, numpy.float64).ravel())


def drawn(count: int, chance: Random, sizes: Sequence[tuple[int, int]]) -> list[Pattern]:
    """Draw as many patterns, each well apart from all others.

    Args:
        sizes: least and largest side, in pixels, of each.
    """
    bits = _far_apart(count, chance)
    pixels = _different(chance, sizes)
    return [
        Pattern(width=width, height=height, bright=bright)
        for (width, height), bright in zip(pixels, bits, strict=True)
    ]


def _far_apart(count: int, chance: Random) -> list[tuple[bool, ...]]:
    blocks = GRID * GRID
    chosen: list[int] = []
    while len(chosen) < count:
        candidate = chance.getrandbits(blocks)
        balanced = blocks // 3 <= candidate.bit_count() <= blocks - blocks // 3
        if balanced and all((candidate ^ other).bit_count() >= APART for other in chosen):
            chosen.append(candidate)
    return [tuple(bool(word >> place & 1) for place in range(blocks)) for word in chosen]


def _different(chance: Random, sizes: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    taken: set[tuple[int, int]] = set()
    for least, largest in sizes:
        while (size := (chance.randint(least, largest), chance.randint(least, largest))) in taken:
            pass
        taken.add(size)
        yield size


def _centred(values: Values) -> Values:
    apart = values - values.mean()
    length = float(numpy.linalg.norm(apart))
    scaled: Values = apart / length if length else apart
    return scaled
