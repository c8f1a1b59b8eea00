"""How Gatys paints, whatever is painted: scales, steps, weights of the terms, unknowns."""

import math
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from nst.gatys_target import Balance

# Chosen by looking: less content loses faces, less variation leaves grain in plain areas.
BALANCE = Balance(content=0.2, style=1.0, colour=0.3, variation=2.0)


class Parameters(StrEnum):
    """What the optimiser moves."""

    #: The pixels themselves, kept in [0, 1].
    PIXELS = "pixels"
    #: The picture's spectrum, colours decorrelated; see :mod:`nst.fourier`.
    FOURIER = "fourier"


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One scale of the coarse-to-fine walk."""

    #: Of the painting's sides.
    fraction: float
    steps: int


STAGES = (Stage(fraction=0.25, steps=50), Stage(fraction=0.5, steps=40), Stage(fraction=1.0, steps=12))


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How to paint.

    Raises:
        ValueError: it cannot be painted by.
    """

    #: Scales, coarse to fine, the last one with fraction 1.
    stages: tuple[Stage, ...] = STAGES
    #: Of content, style, colour and smoothness (total variation).
    balance: Balance = BALANCE
    parameters: Parameters = Parameters.PIXELS

    def __post_init__(self) -> None:
        fractions = [stage.fraction for stage in self.stages]
        if not fractions or fractions[-1] != 1 or fractions != sorted(fractions) or fractions[0] <= 0:
            raise ValueError(f"stages grow from above 0 to 1: {fractions}")
        if min(stage.steps for stage in self.stages) < 1:
            raise ValueError("each stage has at least one step")
        terms = [getattr(self.balance, field.name) for field in fields(self.balance)]
        if not all(0 <= term < math.inf for term in terms):
            raise ValueError(f"weights of terms are finite and >= 0: {self.balance}")

    @property
    def steps(self) -> int:
        """Steps of all stages together."""
        return sum(stage.steps for stage in self.stages)

    def of_steps(self, steps: int) -> "Recipe":
        """Do the same in about this many steps: a preview in fewer, a careful one in more."""
        share = steps / self.steps
        stages = (replace(stage, steps=max(1, round(stage.steps * share))) for stage in self.stages)
        return replace(self, stages=tuple(stages))
