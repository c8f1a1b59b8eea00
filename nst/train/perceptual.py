"""What trainings by perceptual losses have in common: who looks, how much each term counts, one step.

Johnson et al., 2016, https://arxiv.org/abs/1603.08155, section 3.2; how features are compared is said in
``criterion``.
"""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from nst.features import SmallFeatures
from nst.train.criterion import Criterion, Judge, Terms
from nst.vgg import Vgg
from training.errors import TrainingError
from training.photos import Photos, opened
from training.precision import mixed
from weights.checkpoint import read_state
from weights.finding import find

#: Least side of crops, pixels: a quarter of it is the least that feature networks take.
LEAST = 64
#: Crops by which it is measured how far photographs are from a style.
MEASURED = 8
#: Longest gradient that a step follows.
LONGEST = 1.0


@dataclass(frozen=True, kw_only=True)
class Weights:
    """How much each term of the loss counts; each is about 1 for a picture that has nothing of it."""

    style: float = 1.0
    content: float = 0.45
    variation: float = 1.0

    def total(self, terms: Terms) -> Tensor:
        """Add up the loss."""
        return self.style * terms.style + self.content * terms.content + self.variation * terms.variation


def add_perceptual(parser: argparse.ArgumentParser) -> None:
    """Add what every training by perceptual losses asks for."""
    parser.add_argument(
        "--features", type=Path, metavar="FILE",
        help="who compares pictures: VGG-19, whole or its first layers, or our small network (default: that)",
    )  # fmt: skip
    parser.add_argument("--rate", type=float, default=1e-3, help="of Adam (default: %(default)s)")
    for name, what in (("style", "style"), ("content", "content"), ("variation", "total variation")):
        parser.add_argument(
            f"--{name}-weight", type=float, default=getattr(Weights, name), metavar="WEIGHT",
            help=f"of the {what} loss (default: %(default)s)",
        )  # fmt: skip


def weights_of(chosen: argparse.Namespace) -> Weights:
    """Take the weights of a command line."""
    return Weights(
        style=chosen.style_weight, content=chosen.content_weight, variation=chosen.variation_weight
    )


def judges_of(chosen: argparse.Namespace) -> tuple[Judge, ...]:
    """Load the feature network of a command line, on its device, and let it look at each of its scales.

    Raises:
        WeightsError: the file is neither VGG-19's nor our small network's.
    """
    net = feature_net(chosen.features or find("features-small", Path()))
    net.to(chosen.device)
    share = 1 / (len(net.style_layers) * net.pyramid)
    style = dict.fromkeys(net.style_layers, share)
    return tuple(
        Judge(teacher=net, halvings=level, style=style, content={} if level else {net.content_layer: 1.0})
        for level in range(net.pyramid)
    )


def feature_net(path: Path) -> Vgg | SmallFeatures:
    """Read a feature network; its keys say which it is.

    Raises:
        WeightsError: it is none that we know.
    """
    state = read_state(path)
    small = any(key.startswith("tap.") for key in state)
    return SmallFeatures.of(state) if small else Vgg.of(state)


def check_side(side: int, *, multiple: int) -> None:
    """Refuse crops that the nets cannot take.

    Raises:
        TrainingError: the side is below ``LEAST`` pixels, or no multiple of ``multiple``.
    """
    if side < LEAST or side % multiple:
        raise TrainingError(f"--side is a multiple of {multiple}, at least {LEAST}, not {side}")


def criterion_of(chosen: argparse.Namespace, styles: Sequence[Tensor], photos: Photos) -> Criterion:
    """Measure styles, as the judges of a command line see them, and how far photographs are from them."""
    with mixed(chosen.device, chosen.precision):
        batch = photos.batch(MEASURED, chosen.side, chosen.seed).to(chosen.device)
        return Criterion(judges_of(chosen), styles, batch)


def style_picture(path: Path, longest: int, device: torch.device) -> Tensor:
    """Read a style picture, (3, H, W) in [0, 1], with its longer side at a length in pixels."""
    return opened(path, longest=longest).float().div(255).to(device)


def improve(net: nn.Module, optimiser: torch.optim.Optimizer, loss: Tensor) -> None:
    """Follow the loss one step down; a gradient that is not finite is not followed."""
    optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    length = torch.nn.utils.clip_grad_norm_(net.parameters(), LONGEST)
    if torch.isfinite(length):
        optimiser.step()


def measures(terms: Terms, loss: Tensor) -> dict[str, float]:
    """Name the numbers of a step."""
    return {
        "loss": loss.item(), "style": terms.style.item(), "content": terms.content.item(),
        "variation": terms.variation.item(),
    }  # fmt: skip
