"""Statistics of a part of a picture: each style is sought only where it rules.

Gatys et al., 2017, "Controlling Perceptual Factors in Neural Style Transfer", section 4, guided Gram
matrices: features weighted by a guidance channel, normalised by its sum. All regions of a layer share one
forward pass, and each correlates only the rectangle around the places that it rules: stripes together cost
little more than one whole picture does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor

from nst.statistics import Moments, mismatch, moments

LEAST_SHARE = 0.02  # below it a place is not a style's: soft borders must not make every region the whole
LEAST_PLACES = 4.0  # fewer say nothing of what occurs together


@dataclass(frozen=True, kw_only=True)
class Guidance:
    """Where in one layer a style rules."""

    #: The rectangle around it, in rows and columns of the layer.
    box: tuple[slice, slice]
    #: How much it counts at each place of the rectangle: (n, 1), float32, sum 1.
    shares: Tensor

    def cut(self, features: Tensor) -> Tensor:
        """(1, C, h, w) → (n, C)."""
        return features.permute(0, 2, 3, 1)[0][self.box].reshape(-1, features.shape[1])


@dataclass(frozen=True, kw_only=True)
class Goal:
    """The moments that one layer should have in one region."""

    moments: Moments
    #: How much it counts: the region's share of the picture.
    share: float = 1.0
    #: None: the region is the whole picture.
    guidance: Guidance | None = None


def at_size(rules: Tensor, height: int, width: int) -> Tensor:
    """Average rules (R, H, W) over the places of a layer: (R, height, width)."""
    return F.adaptive_avg_pool2d(rules[None], (height, width))[0]


def guidance(rule: Tensor) -> Guidance | None:
    """Weigh the places of a layer by a rule (h, w) in [0, 1]; None where it rules too few of them."""
    ruled = rule.where(rule > LEAST_SHARE, 0.0)
    if ruled.sum() < LEAST_PLACES:
        return None
    box = (_extent(ruled.amax(1)), _extent(ruled.amax(0)))
    shares = ruled[box].reshape(-1, 1)
    return Guidance(box=box, shares=shares / shares.sum())


def _extent(line: Tensor) -> slice:
    places = line.nonzero().flatten().tolist()
    return slice(places[0], places[-1] + 1)


def distance(features: Tensor, goals: Sequence[Goal]) -> Tensor:
    """How far one layer (1, C, h, w) is from its goals: the mean mismatch, by their shares."""
    guided = [goal for goal in goals if goal.guidance]
    found = guided_moments(features, [goal.guidance for goal in guided if goal.guidance])
    errors = [goal.share * mismatch(one, goal.moments) for one, goal in zip(found, guided, strict=True)]
    errors += [goal.share * mismatch(moments(features), goal.moments) for goal in goals if not goal.guidance]
    return torch.stack(errors).sum() if errors else features.new_zeros((), dtype=torch.float32)


def guided_moments(features: Tensor, guidances: Sequence[Guidance]) -> list[Moments]:
    """Measure one layer (1, C, h, w) in several regions; gradients flow back to it."""
    if not guidances:
        return []
    grams, means = _GuidedCorrelations.apply(features, guidances)
    return [Moments(mean=mean, gram=gram) for mean, gram in zip(means, grams, strict=True)]


class _GuidedCorrelations(torch.autograd.Function):
    """Both moments of each region, (R, C, C) and (R, C), with one gradient for all of them."""

    @staticmethod
    def forward(ctx: Any, features: Tensor, guidances: Sequence[Guidance]) -> tuple[Tensor, Tensor]:
        ctx.save_for_backward(features)
        ctx.guidances = guidances
        grams, means = [], []
        for one in guidances:
            weight = one.shares.sqrt()
            weighted = one.cut(features).to(torch.float32, copy=True).mul_(weight)
            grams.append(weighted.T @ weighted)
            means.append((weight.T @ weighted)[0])
        return torch.stack(grams), torch.stack(means)

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None]:
        (features,) = ctx.saved_tensors
        result = torch.zeros_like(features, memory_format=torch.channels_last)
        for one, by_gram, by_mean in zip(ctx.guidances, *gradients, strict=True):
            slope = (by_gram + by_gram.T).to(features.dtype)
            change = torch.addmm(by_mean.to(features.dtype), one.cut(features), slope)
            change *= one.shares.to(features.dtype)
            part = result.permute(0, 2, 3, 1)[0][one.box]
            part += change.view(part.shape)
        return result, None
