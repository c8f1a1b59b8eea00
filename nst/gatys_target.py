"""What is sought of a picture: contents, and moments of each layer in each region."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from nst.gatys_guidance import Goal, at_size, guidance, guided_moments
from nst.statistics import Moments, mixed, moments


@dataclass(frozen=True, kw_only=True)
class Balance:
    """How much each term of the loss counts."""

    content: float
    style: float
    #: Of the pixels' own moments, which small networks see but dimly.
    colour: float
    variation: float


@dataclass(frozen=True, kw_only=True)
class Region:
    """A part of the picture and the mixture of styles that is sought there."""

    #: Pictures (3, h, w) in [0, 1] on the device, of any size, with weights.
    styles: tuple[tuple[Tensor, float], ...]
    #: Weight of the content's own moments in this region, beside those of the styles.
    own: float = 0.0
    #: Where it is: (h, w) of the content, in [0, 1]; None: everywhere.
    rule: Tensor | None = None


@dataclass(frozen=True, kw_only=True)
class Target:
    """What is sought: the content of one picture in the style of others, at one size."""

    #: Activations of the content layer, float32, less each channel's mean in each region.
    content: Tensor
    #: ‖content‖² as the unit of its error; not 0 even for a photo of one colour.
    content_scale: Tensor
    #: Who rules at the content layer's places: (R, h·w), sum 1; None: one mean for the whole picture.
    rules: Tensor | None
    #: For each level of the image pyramid: style layer → a goal for each region.
    style: tuple[dict[str, tuple[Goal, ...]], ...]
    #: For each level of a pyramid of its own: goals for the moments of the pixels.
    colour: tuple[tuple[Goal, ...], ...]
    balance: Balance


def goals(
    regions: Sequence[Region], content: Tensor, styles: Sequence[Sequence[Moments]]
) -> tuple[Goal, ...]:
    """What one layer should be in each region.

    Args:
        regions: where.
        content: the layer's activations for the content, (1, C, h, w).
        styles: for each region, the layer's moments for each of its styles.

    Returns:
        One for each region that rules enough places of the layer.
    """
    found = (_goal(region, content, measured) for region, measured in zip(regions, styles, strict=True))
    return tuple(goal for goal in found if goal is not None)


def _goal(region: Region, content: Tensor, styles: Sequence[Moments]) -> Goal | None:
    if region.rule is None:
        return Goal(moments=_mixture(region, styles, moments(content) if region.own else None))
    where = guidance(at_size(region.rule[None], content.shape[2], content.shape[3])[0])
    if where is None:
        return None
    own = guided_moments(content, [where])[0] if region.own else None
    return Goal(moments=_mixture(region, styles, own), share=region.rule.mean().item(), guidance=where)


def _mixture(region: Region, styles: Sequence[Moments], own: Moments | None) -> Moments:
    weights = [weight for _, weight in region.styles]
    return mixed(styles, weights) if own is None else mixed([*styles, own], [*weights, region.own])


def rules_at(regions: Sequence[Region], activations: Tensor) -> Tensor | None:
    """Who rules where in a layer, what nobody rules being one more region: (R, h·w), sum 1."""
    ruled = [region.rule for region in regions if region.rule is not None]
    if not ruled:
        return None
    rules = at_size(torch.stack(ruled), activations.shape[2], activations.shape[3]).flatten(1)
    rules = torch.cat([rules, (1 - rules.sum(0, keepdim=True)).clamp_min(1e-6)])
    return rules / rules.sum(0)


def centred(activations: Tensor, rules: Tensor | None) -> Tensor:
    """What is where, regardless of how much of it there is in the region."""
    if rules is None:
        return activations - activations.mean((2, 3), keepdim=True)
    shares = rules / rules.sum(1, keepdim=True)
    means = activations[0].flatten(1) @ shares.T
    return activations - (means @ rules).view_as(activations)
