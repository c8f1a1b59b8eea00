"""The loss of a picture and its gradient, by PyTorch.

The optimiser knows only ``value_and_gradient``; another engine may compute it by other means.
"""

from collections.abc import Sequence
from typing import Protocol

import torch
from torch import Tensor, nn

from nst.gatys_guidance import Goal, distance
from nst.gatys_target import Balance, Region, Target, centred, goals, rules_at
from nst.statistics import FLAT, Moments, moments, pyramid, total_variation
from nst.vgg import FeatureNet
from painting.precision import has_fast_bfloat16

COLOUR_LEVELS = 4  # the last one averages 8 × 8 px: patches of colour, not only specks


class Engine(Protocol):
    """Evaluates pictures by the features of one network on one device."""

    def target(self, content: Tensor, regions: Sequence[Region], balance: Balance) -> Target:
        """Measure what is sought."""

    def value_and_gradient(self, picture: Tensor, target: Target) -> tuple[float, Tensor]:
        """Compute the loss of a picture (3, h, w), and its gradient, both float32."""


class TorchEngine:
    """Automatic differentiation; bfloat16 convolutions where the processor multiplies these faster."""

    def __init__(self, features: FeatureNet, device: torch.device) -> None:
        """Move the network to the device, its memory in channels-last order."""
        self.device = device
        self.features = features
        if isinstance(features, nn.Module):
            features.to(device).to(memory_format=torch.channels_last)
        self.halved = has_fast_bfloat16(device)

    @torch.no_grad()
    def target(self, content: Tensor, regions: Sequence[Region], balance: Balance) -> Target:
        """Measure what is sought.

        Args:
            content: (3, h, w) in [0, 1], on the device.
            regions: one or more.
            balance: goes into the result unchanged.
        """
        levels = self._levels([content, *(style for region in regions for style, _ in region.styles)])
        found = self._activations(content, levels)
        styles = [[self._measured(style, levels) for style, _ in region.styles] for region in regions]
        activations = found[0][self.features.content_layer].float()
        rules = rules_at(regions, activations)
        wanted = centred(activations, rules)
        return Target(
            content=wanted,
            content_scale=wanted.square().sum() + FLAT * activations.square().sum(),
            rules=rules,
            style=tuple(self._goals(regions, found[level], styles, level) for level in range(levels)),
            colour=self._colours(content, regions),
            balance=balance,
        )

    def value_and_gradient(self, picture: Tensor, target: Target) -> tuple[float, Tensor]:
        """Compute the loss of a picture (3, h, w), and its gradient, both float32."""
        image = self._prepared(picture).requires_grad_()
        with torch.enable_grad():
            loss = self._loss(image, target)
        (gradient,) = torch.autograd.grad(loss, image)
        return loss.item(), gradient[0].contiguous()

    def _loss(self, image: Tensor, target: Target) -> Tensor:
        balance = target.balance
        loss = balance.variation * total_variation(image)
        for level, size in enumerate(pyramid(image, len(target.style))):
            activations, wanted = self._forward(size), target.style[level]
            if level == 0:
                features = activations[self.features.content_layer].float()
                error = centred(features, target.rules) - target.content
                loss = loss + balance.content * error.square().sum() / target.content_scale
            errors = [distance(activations[name], wanted[name]) for name in wanted]
            loss = loss + balance.style * torch.stack(errors).mean() / len(target.style)
        colours = zip(pyramid(image, len(target.colour)), target.colour, strict=True)
        errors = [distance(size, wanted) for size, wanted in colours]
        return loss + balance.colour * torch.stack(errors).mean()

    def _levels(self, pictures: Sequence[Tensor]) -> int:
        """As many levels as the network wants and the smallest picture has, 16 px being the least."""
        smallest = min(side for picture in pictures for side in picture.shape[1:])
        return max(1, min(self.features.pyramid, (smallest // 16).bit_length()))

    def _activations(self, picture: Tensor, levels: int) -> list[dict[str, Tensor]]:
        return [self._forward(size) for size in pyramid(self._prepared(picture), levels)]

    def _measured(self, picture: Tensor, levels: int) -> list[dict[str, Moments]]:
        """Style layers' moments on each level; the activations themselves are let go."""
        measured = []
        for size in pyramid(self._prepared(picture), levels):
            activations = self._forward(size)
            measured.append({name: moments(activations[name]) for name in self.features.style_layers})
        return measured

    def _goals(
        self,
        regions: Sequence[Region],
        content: dict[str, Tensor],
        styles: list[list[list[dict[str, Moments]]]],
        level: int,
    ) -> dict[str, tuple[Goal, ...]]:
        """What each style layer should be, given what was measured by region, style and level."""
        return {
            name: goals(regions, content[name], [[style[level][name] for style in mixed] for mixed in styles])
            for name in self.features.style_layers
        }

    def _colours(self, content: Tensor, regions: Sequence[Region]) -> tuple[tuple[Goal, ...], ...]:
        def measured(style: Tensor) -> list[Moments]:
            return [moments(size) for size in pyramid(self._prepared(style), COLOUR_LEVELS)]

        styles = [[measured(style) for style, _ in region.styles] for region in regions]
        return tuple(
            goals(regions, size, [[style[level] for style in mixed] for mixed in styles])
            for level, size in enumerate(pyramid(self._prepared(content), COLOUR_LEVELS))
        )

    def _forward(self, image: Tensor) -> dict[str, Tensor]:
        with torch.autocast(self.device.type, dtype=torch.bfloat16, enabled=self.halved):
            return self.features.forward(image)

    def _prepared(self, picture: Tensor) -> Tensor:
        return picture[None].contiguous(memory_format=torch.channels_last)
