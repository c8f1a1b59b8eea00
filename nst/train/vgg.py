"""Fine-tune VGG-19's convolutions on pictures with classes, or train them from scratch.

Simonyan and Zisserman, 2015, https://arxiv.org/abs/1409.1556. Departure: instead of the fully connected
layers one linear layer stands on the means of the last convolution; only convolutions are kept in the end.
"""

from dataclasses import dataclass, field
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nst.train.classes import Examples
from nst.vgg import Vgg
from training.chance import seed_of
from training.precision import Precision, mixed
from training.pupil import Result

#: Held-out pictures looked at in each judgement, and how many at once.
JUDGED, AT_ONCE = 256, 32
#: Pixels in a preview for each of a kernel's.
MAGNIFIED = 8


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How the network is trained."""

    steps: int = 1000
    seed: int = 1
    batch: int = 32
    #: of the head, by Adam
    rate: float = 1e-3
    #: of the convolutions, in parts of ``rate``: what they know already should not be lost
    slower: float = 0.1
    #: steps between two judgements on the held-out pictures
    judged_every: int = 50


@dataclass(kw_only=True)
class Student:
    """The network in training with its head; a :class:`training.pupil.Pupil`."""

    recipe: Recipe
    #: frozen or not: its convolutions are trained
    net: Vgg
    classes: tuple[str, ...]
    learnt: Examples
    held: Examples
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    precision: Precision = Precision.AUTO
    #: share of held-out pictures whose class was found at the last judgement
    top1: float = 0.0

    def __post_init__(self) -> None:
        torch.manual_seed(self.recipe.seed)
        self.net.requires_grad_(True).to(self.device)
        self.head = nn.Linear(self.net.table[-1].outputs, len(self.classes)).to(self.device)
        slow = self.recipe.slower * self.recipe.rate
        self.optimiser = torch.optim.Adam([
            {"params": list(self.head.parameters()), "lr": self.recipe.rate},
            {"params": list(self.net.parameters()), "lr": slow},
        ])  # fmt: skip

    def learn(self, step: int) -> dict[str, float]:
        """Do one step on the next batch; judge on the held-out pictures when it is time."""
        recipe = self.recipe
        images, labels = self.learnt.batch(recipe.batch, seed_of(recipe.seed, step))
        scores, labels = self._scores(images), labels.to(self.device)
        loss = F.cross_entropy(scores, labels)
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step()
        if (step + 1) % recipe.judged_every == 0 or step in (0, recipe.steps - 1):
            self.top1 = self._judged()
        right = (scores.argmax(1) == labels).float().mean()
        return {"loss": loss.item(), "right": right.item(), "top1": self.top1}

    def _scores(self, images: Tensor) -> Tensor:
        with mixed(self.device, self.precision):
            features = self.net(images.to(self.device))[self.net.table[-1].name]
        scores: Tensor = self.head(features.float().mean((2, 3)))
        return scores

    @torch.no_grad()
    def _judged(self) -> float:
        # The same pictures each time, of all classes.
        chance = torch.Generator().manual_seed(0)
        chosen = torch.randperm(len(self.held), generator=chance)[:JUDGED]
        right = 0.0
        for part in torch.split(chosen, AT_ONCE):
            images, labels = self.held.middles(part.tolist())
            right += float((self._scores(images).argmax(1).cpu() == labels).sum())
        return right / len(chosen)

    def state(self) -> dict[str, Any]:
        """Give what a checkpoint holds."""
        return {
            "classes": list(self.classes),
            "net": self.net.state_dict(),
            "head": self.head.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "top1": self.top1,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where a checkpoint stands.

        Raises:
            ValueError: the checkpoint is of other classes.
        """
        if tuple(state["classes"]) != self.classes:
            raise ValueError(f"it was trained for the classes {', '.join(state['classes'])}")
        self.net.load_state_dict(state["net"])
        self.head.load_state_dict(state["head"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.top1 = float(state["top1"])

    def preview(self) -> list[list[Tensor]]:
        """Show the kernels of the first convolution, eight in a row."""
        kernels = self.net.features["0"].get_parameter("weight").detach().float().cpu()
        low, high = kernels.amin((1, 2, 3), keepdim=True), kernels.amax((1, 2, 3), keepdim=True)
        shown = (kernels - low) / (high - low).clamp_min(1e-12)
        large = F.interpolate(shown, scale_factor=float(MAGNIFIED), mode="nearest")
        return [list(row) for row in torch.split(large, 8)]

    def results(self) -> list[Result]:
        """Give the convolutions as ``nst.vgg.Vgg.load`` reads them."""
        weights = self.net.features.state_dict()
        what = f"VGG-19 as far as {self.net.table[-1].name}"
        return [Result(what=what, weights=weights, facts={"classes": self.classes, "top1": self.top1})]


def begun(depth: int) -> Vgg:
    """Build an untrained network whose features neither vanish nor explode (He et al., 2015)."""
    net = Vgg(depth)
    for convolution in net.features.values():
        nn.init.kaiming_normal_(convolution.get_parameter("weight"), nonlinearity="relu")
        nn.init.zeros_(convolution.get_parameter("bias"))
    return net
