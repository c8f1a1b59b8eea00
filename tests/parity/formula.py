"""Parameter names and shapes → the weights with which the published nets were run."""

import zlib
from collections.abc import Mapping, Sequence
from math import prod

import torch
from torch import Tensor

from weights.checkpoint import RUNNING_STATISTICS

Shapes = Mapping[str, Sequence[int]]


def formula_weights(shapes: Shapes, seeds: Mapping[str, int]) -> dict[str, Tensor]:
    """Make a state dict from nothing but names and shapes.

    Args:
        shapes: parameter name → shape; running statistics are left out of the result.
        seeds: prefix of a name → seed; the prefix is not part of the name that is hashed. The first that
            fits counts, and ``""`` fits all.
    """
    return {
        name: _values(name, shape, seeds)
        for name, shape in shapes.items()
        if not name.endswith(RUNNING_STATISTICS)
    }


def _values(name: str, shape: Sequence[int], seeds: Mapping[str, int]) -> Tensor:
    prefix = next(prefix for prefix in seeds if name.startswith(prefix))
    seed = zlib.crc32(name.removeprefix(prefix).encode()) + seeds[prefix]
    values: Tensor = torch.randn(tuple(shape), generator=torch.Generator().manual_seed(seed % 2**31))
    if len(shape) >= 2:
        return values * (2 / prod(shape[1:])) ** 0.5
    return 1 + 0.1 * values if name.endswith("weight") else 0.1 * values
