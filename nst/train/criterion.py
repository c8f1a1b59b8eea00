"""What a painting must satisfy: the style's statistics at several scales, the photo's content, calm.

Johnson et al., 2016, section 3.2, with two departures. Gram matrices (Gatys et al., 2016, section 2) are
compared as what they consist of, the mean and the covariance: brightness, which is the mean, would else
drown the strokes, which are the covariance. And the statistics are taken on an image pyramid, as in
Snelgrove, 2017, https://doi.org/10.1145/3145749.3149434, so that cheap shallow layers see large strokes.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from nst.train.teachers import Teacher


@dataclass(frozen=True, kw_only=True)
class Judge:
    """One teacher looking at the picture at one scale."""

    teacher: Teacher
    #: how often the picture is halved before the teacher sees it
    halvings: int
    #: layers whose statistics are compared, with weights
    style: dict[str, float]
    #: layers that must keep the photo, with weights
    content: dict[str, float]

    def features(self, image: Tensor) -> dict[str, Tensor]:
        """Features of (N, 3, H, W) in [0, 1] at this judge's scale."""
        for _ in range(self.halvings):
            image = F.avg_pool2d(image, 2)
        return self.teacher(image)


@dataclass(frozen=True)
class Statistics:
    """How a layer's channels are distributed over a picture, float32."""

    mean: Tensor  # (N, C)
    covariance: Tensor  # (N, C, C)

    @classmethod
    def of(cls, features: Tensor) -> "Statistics":
        """Measure (N, C, H, W)."""
        mean = features.mean((2, 3))
        centred = (features - mean[:, :, None, None]).flatten(2)
        return cls(mean.float(), (centred @ centred.mT).float() / centred.shape[2])

    def distance(self, other: "Statistics") -> Tensor:
        """Squared distances of mean and of covariance, (N, 2); a single one of ``other`` serves all."""
        mean = (self.mean - other.mean).square().sum(1)
        covariance = (self.covariance - other.covariance).square().sum((1, 2))
        return torch.stack([mean, covariance], 1)

    def mixed(self, mixture: Tensor) -> "Statistics":
        """Average those of several styles by weights (N, styles)."""
        return Statistics(mixture @ self.mean, torch.einsum("ns,scd->ncd", mixture, self.covariance))

    def only(self, index: int) -> "Statistics":
        """Those of one picture."""
        return Statistics(self.mean[index : index + 1], self.covariance[index : index + 1])


@dataclass(frozen=True)
class Terms:
    """The parts of the loss, each a scalar; style and content are 1 for a picture that has nothing of it."""

    style: Tensor
    content: Tensor
    variation: Tensor


def variation(image: Tensor) -> Tensor:
    """Mean squared difference of neighbouring pixels."""
    down, right = image.diff(dim=2), image.diff(dim=3)
    return down.square().mean() + right.square().mean()


class Criterion:
    """Compares paintings with the statistics of the styles, which are measured once."""

    def __init__(self, judges: Sequence[Judge], styles: Sequence[Tensor], photos: Tensor) -> None:
        """Measure the styles.

        Args:
            judges: teachers with their layers and scales.
            styles: style pictures, sRGB in [0, 1], (3, H, W) each of its own size.
            photos: a batch (N, 3, H, W): how far photographs are from each style is the unit of its loss.
        """
        self.judges = judges
        with torch.no_grad():
            self.goals = [_goals(judge, styles) for judge in judges]
            self.units = [
                _units(judge, goals, photos) for judge, goals in zip(judges, self.goals, strict=True)
            ]

    def __call__(self, paintings: Tensor, photos: Tensor, mixture: Tensor) -> Terms:
        """Judge a batch.

        Args:
            paintings: (N, 3, H, W) in [0, 1], the net's answer to ``photos``.
            photos: (N, 3, H, W) in [0, 1].
            mixture: (N, styles): weights of the styles' statistics.
        """
        style = paintings.new_zeros((), dtype=torch.float32)
        content = style.clone()
        for judge, goals, units in zip(self.judges, self.goals, self.units, strict=True):
            found = judge.features(paintings)
            for layer, weight in judge.style.items():
                distance = Statistics.of(found[layer]).distance(goals[layer].mixed(mixture))
                style = style + weight * (distance / (mixture @ units[layer])).mean()
            if judge.content:
                content = content + _content(judge, found, photos)
        return Terms(style, content, variation(paintings.float()))


def _goals(judge: Judge, styles: Sequence[Tensor]) -> dict[str, Statistics]:
    found = [judge.features(style[None]) for style in styles]
    goals = {}
    for layer in judge.style:
        each = [Statistics.of(features[layer]) for features in found]
        means, covariances = [one.mean for one in each], [one.covariance for one in each]
        goals[layer] = Statistics(torch.cat(means), torch.cat(covariances))
    return goals


def _units(judge: Judge, goals: dict[str, Statistics], photos: Tensor) -> dict[str, Tensor]:
    """Mean squared distance of photographs from each style, (styles, 2) for each layer."""
    found = judge.features(photos)
    units = {}
    for layer, goal in goals.items():
        seen = Statistics.of(found[layer])
        units[layer] = torch.stack(
            [seen.distance(goal.only(index)).mean(0) for index in range(len(goal.mean))]
        )
    return units


def _content(judge: Judge, found: dict[str, Tensor], photos: Tensor) -> Tensor:
    with torch.no_grad():
        original = {layer: features.float() for layer, features in judge.features(photos).items()}
    errors = [
        # A flat photo has features of no variance, and nothing to keep.
        weight * (found[layer].float() - original[layer]).square().mean() / (original[layer].var() + 1e-3)
        for layer, weight in judge.content.items()
    ]
    return torch.stack(errors).sum()
