"""Limited-memory BFGS whose every iterate may be projected: pixels are clamped to [0, 1].

Liu and Nocedal, 1989; Nocedal and Wright, "Numerical Optimization", algorithm 7.4. The projection is what
departs from them: an unbounded optimum looks worse once it is clamped for showing than a bounded one.
"""

from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Protocol

import torch
from torch import Tensor

HISTORY = 10  # pairs kept; 20 and 50 were no better
FIRST_CHANGE = 0.02  # mean change of a pixel in the first step, where nothing is known of the curvature
LARGEST_CHANGE = 0.12  # mean change of a pixel that one step may propose
PATIENCE = 1.5  # a step that makes the loss this many times larger is taken back

Evaluate = Callable[[Tensor], tuple[float, Tensor]]


class Space(Protocol):
    """Where the walk takes place."""

    def within(self, place: Tensor) -> Tensor:
        """Bring a place back to where places may be."""

    def change(self, direction: Tensor) -> Tensor:
        """Mean change of a pixel, about, that a step in this direction makes: a number."""


class Box:
    """Pixels in [0, 1]."""

    def within(self, place: Tensor) -> Tensor:
        """Clamp."""
        return place.clamp(0, 1)

    def change(self, direction: Tensor) -> Tensor:
        """Mean of the absolute values."""
        return direction.abs().mean()


@dataclass(frozen=True, kw_only=True)
class Iterate:
    """Where the minimisation stands."""

    place: Tensor
    loss: float
    gradient: Tensor


def minimise(evaluate: Evaluate, start: Tensor, space: Space) -> Iterator[Iterate]:
    """Walk from ``start`` to places of smaller loss, without an end.

    Args:
        evaluate: loss and gradient at a place; called exactly once for each iterate.
        start: any shape.
        space: where it walks.

    Yields:
        Where the walk stands after each evaluation, from the second on.
    """
    here = _evaluated(evaluate, space.within(start))
    curvature = Curvature(space)
    shrink = 1.0
    while True:
        direction = curvature.direction(here.gradient) * shrink
        there = _evaluated(evaluate, space.within(here.place + direction))
        if not there.loss <= PATIENCE * here.loss:  # also where it is not a number
            curvature, shrink = Curvature(space), shrink / 4
        else:
            curvature.learn(there.place - here.place, there.gradient - here.gradient)
            here, shrink = there, min(1.0, shrink * 2)
        yield here


def _evaluated(evaluate: Evaluate, place: Tensor) -> Iterate:
    loss, gradient = evaluate(place)
    return Iterate(place=place, loss=loss, gradient=gradient)


class Curvature:
    """The last steps taken and what they did to the gradient."""

    def __init__(self, space: Space) -> None:
        self.space = space
        self.pairs: deque[tuple[Tensor, Tensor, Tensor]] = deque(maxlen=HISTORY)

    def learn(self, step: Tensor, change: Tensor) -> None:
        """Remember a step, unless the loss curved downwards along it."""
        product = _dot(step, change)
        if product > 1e-10 * _dot(change, change):
            self.pairs.append((step, change, 1 / product))

    def direction(self, gradient: Tensor) -> Tensor:
        """Where to go: minus the inverse Hessian, as far as known, times the gradient."""
        if not self.pairs:
            return -gradient * (FIRST_CHANGE / self.space.change(gradient).clamp_min(1e-20))
        direction = -self._two_loops(gradient)
        return direction * (LARGEST_CHANGE / self.space.change(direction).clamp_min(1e-20)).clamp(max=1)

    def _two_loops(self, gradient: Tensor) -> Tensor:
        result = gradient.clone()
        shares = []
        for step, change, inverse in reversed(self.pairs):
            share = inverse * _dot(step, result)
            result -= share * change
            shares.append(share)
        _, change, inverse = self.pairs[-1]
        result *= 1 / (inverse * _dot(change, change))
        for (step, change, inverse), share in zip(self.pairs, reversed(shares), strict=True):
            result += (share - inverse * _dot(change, result)) * step
        return result


def _dot(left: Tensor, right: Tensor) -> Tensor:
    return torch.dot(left.flatten(), right.flatten())
