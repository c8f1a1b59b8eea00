"""Distil the small feature network: teach its taps VGG-19's features in principal components."""

from dataclasses import asdict, dataclass, field
from math import cos, pi
from typing import Any

import torch
from torch import Tensor, nn

from nst.features import TAPPED, SmallFeatures
from nst.train.muon import Muon
from nst.train.teachers import Teacher
from training.chance import seed_of
from training.checkpoints import Average
from training.photos import Photos
from training.precision import Precision, mixed
from training.pupil import Result


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How the network is distilled."""

    steps: int = 2000
    seed: int = 1
    batch: int = 8
    #: crop side, pixels
    side: int = 112
    #: of the kernels, by Muon
    rate: float = 0.02
    #: of the biases, by Adam
    shift_rate: float = 3e-3
    #: how much the Gram matrices count beside the features themselves
    gram: float = 0.1
    average: float = 0.995

    def pace(self, step: int) -> float:
        """Part of the rates used at a step: warm-up over 50 steps, then a cosine down to a hundredth."""
        return min(1.0, (step + 1) / 50) * (0.01 + 0.99 * (1 + cos(pi * step / self.steps)) / 2)


class Axes:
    """The principal components of a teacher's features, uncentred, so that Gram matrices keep their norm."""

    def __init__(self, axes: dict[str, Tensor], spread: dict[str, Tensor]) -> None:
        self.axes, self.spread = axes, spread

    @classmethod
    @torch.no_grad()
    def measure(cls, teacher: Teacher, images: Tensor) -> "Axes":
        """Find them on a batch (N, 3, H, W)."""
        axes, spread = {}, {}
        found = teacher(images)
        for level in TAPPED:
            rows = _rows(found[level.name])
            # eigh gives the smallest first
            _, vectors = torch.linalg.eigh(rows.mT @ rows / len(rows))
            # On every level the taps then have outputs around 1, whatever the teacher's scale is.
            scale = (level.components / rows.square().mean(0).sum()).sqrt()
            axes[level.name] = vectors[:, -level.components :].flip(1).contiguous() * scale
            spread[level.name] = rows.var(0).sum() * scale.square()
        return cls(axes, spread)

    def project(self, found: dict[str, Tensor]) -> dict[str, Tensor]:
        """Features (N, C, H, W) in these axes: (N, components, H, W), float32."""
        return {
            name: torch.einsum("nchw,ck->nkhw", features.float(), self.axes[name])
            for name, features in found.items()
        }


@dataclass(kw_only=True)
class Workshop:
    """The network in training; a :class:`training.pupil.Pupil`."""

    recipe: Recipe
    photos: Photos
    teacher: Teacher
    axes: Axes
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    precision: Precision = Precision.AUTO

    def __post_init__(self) -> None:
        torch.manual_seed(self.recipe.seed)
        self.net = SmallFeatures()
        for module in self.net.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
                nn.init.zeros_(torch.as_tensor(module.bias))
        self.net.to(self.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        parameters = list(self.net.parameters())
        kernels = [parameter for parameter in parameters if parameter.ndim == 4]
        shifts = [parameter for parameter in parameters if parameter.ndim == 1]
        self.optimisers = (
            Muon(kernels, self.recipe.rate),
            torch.optim.Adam(shifts, self.recipe.shift_rate),
        )
        self.average = Average(self.net, self.recipe.average)

    @torch.no_grad()
    def fit_taps(self, images: Tensor, wanted: dict[str, Tensor]) -> None:
        """Set the taps to the best ones for the trunk as it is, by least squares with a little ridge.

        Gradient steps alone would take hundreds of steps only to bring the taps' outputs to their size.
        """
        trunk = self.net.trunk(images)
        for name in wanted:
            rows, goals = _rows(trunk[name]), _rows(wanted[name])
            rows = torch.cat([rows, rows.new_ones(len(rows), 1)], 1)
            square = rows.mT @ rows
            ridge = 1e-4 * square.diagonal().mean() * torch.eye(len(square), device=square.device)
            solution = torch.linalg.solve(square + ridge, rows.mT @ goals)
            weights = {"weight": solution[:-1].mT[:, :, None, None], "bias": solution[-1]}
            self.net.tap[name].load_state_dict(weights)
        self.average = Average(self.net, self.recipe.average)

    def learn(self, step: int) -> dict[str, float]:
        """Do one step: the share of the teacher's variance that each level misses, and the Gram error."""
        recipe, seed = self.recipe, seed_of(self.recipe.seed, step)
        rates = (recipe.rate, recipe.shift_rate)
        for optimiser, rate in zip(self.optimisers, rates, strict=True):
            optimiser.param_groups[0]["lr"] = rate * recipe.pace(step)
        images = disturbed(self.photos.batch(recipe.batch, recipe.side, seed), seed).to(self.device)
        measures = self._improve(images.contiguous(memory_format=torch.channels_last))
        self.average.update(self.net, step + 1)
        return measures

    def _improve(self, images: Tensor) -> dict[str, float]:
        with mixed(self.device, self.precision):
            with torch.no_grad():
                wanted = self.axes.project(self.teacher(images))
            found = self.net(images)
        missed = {name: miss(found[name], wanted[name], self.axes.spread[name]) for name in wanted}
        grams = torch.stack([gram_error(found[name], wanted[name]) for name in wanted]).mean()
        loss = torch.stack(list(missed.values())).mean() + self.recipe.gram * grams
        self.net.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        for optimiser in self.optimisers:
            optimiser.step()
        return {name: value.item() for name, value in missed.items()} | {"gram": grams.item()}

    def state(self) -> dict[str, Any]:
        """Give what a checkpoint holds."""
        return {
            "net": self.net.state_dict(),
            "optimisers": [optimiser.state_dict() for optimiser in self.optimisers],
            "average": self.average.weights,
            "axes": self.axes.axes,
            "spread": self.axes.spread,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where a checkpoint stands."""
        self.net.load_state_dict(state["net"])
        for optimiser, past in zip(self.optimisers, state["optimisers"], strict=True):
            optimiser.load_state_dict(past)
        self.average.restore(state["average"])
        self.axes = Axes(
            {name: axes.to(self.device) for name, axes in state["axes"].items()},
            {name: spread.to(self.device) for name, spread in state["spread"].items()},
        )

    def preview(self) -> list[list[Tensor]]:
        """Nothing: features are no pictures."""
        return []

    def results(self) -> list[Result]:
        """Give the averaged weights as ``SmallFeatures.load`` reads them."""
        facts = {"recipe": asdict(self.recipe)}
        return [Result(what="small feature network", weights=self.average.weights, facts=facts)]


def disturbed(images: Tensor, seed: int) -> Tensor:
    """Make pictures as an optimisation meets them on its way: noisy, mixed, of wrong colours.

    A third stay as they are.
    """
    chance = torch.Generator().manual_seed(seed + 7)
    count = len(images)
    kind = torch.randint(3, (count, 1, 1, 1), generator=chance)
    noise = torch.randn(images.shape, generator=chance)
    noisy = images + 0.1 * torch.rand((count, 1, 1, 1), generator=chance) * noise
    tint = 1 + 0.25 * torch.randn((count, 3, 1, 1), generator=chance)
    shift = 0.08 * torch.randn((count, 3, 1, 1), generator=chance)
    share = torch.rand((count, 1, 1, 1), generator=chance)
    mixed = (images * share + images.roll(1, 0) * (1 - share) - 0.5) * tint + 0.5 + shift
    return torch.where(kind == 0, images, torch.where(kind == 1, noisy, mixed)).clamp(0, 1)


def miss(found: Tensor, wanted: Tensor, spread: Tensor) -> Tensor:
    """Share of the teacher's variance that the pupil misses: 0 is perfect, about 1 is the mean alone."""
    return (found.float() - wanted).square().sum(1).mean() / spread


def gram_error(found: Tensor, wanted: Tensor) -> Tensor:
    """Squared error of the Gram matrices of (N, C, H, W), relative to the whole batch's.

    Relative to each picture's own, a nearly black one would outweigh all others.
    """
    flat, goal = found.float().flatten(2), wanted.flatten(2)
    matrices = goal @ goal.mT
    return (flat @ flat.mT - matrices).square().sum() / matrices.square().sum()


def _rows(features: Tensor) -> Tensor:
    """(N, C, H, W) → (N·H·W, C), float32."""
    return features.float().permute(0, 2, 3, 1).flatten(0, 2)
