"""A painter in training by perceptual losses: what Johnson's net and MSG-Net have in common.

Johnson et al., 2016, https://arxiv.org/abs/1603.08155, section 3. Departures: the last convolution begins
around grey, and what is written is a running average of the weights; both are for short trainings.
"""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, ClassVar

import torch
from torch import Tensor, nn

from nst.train.criterion import Criterion
from nst.train.perceptual import Weights, improve, measures
from training.chance import seed_of
from training.checkpoints import Average
from training.photos import Photos
from training.precision import Precision, mixed
from training.pupil import Result

#: By how much the last convolution's weights are enlarged, so that colours begin with a contrast of a sixth.
CONTRAST = 100.0
#: Styles in a preview.
SHOWN = 4


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How a painter is trained."""

    seed: int = 1
    batch: int = 4
    #: of the crops, pixels; a multiple of 4
    side: int = 256
    #: of Adam; the paper's
    rate: float = 1e-3
    average: float = 0.99
    weights: Weights = field(default_factory=Weights)


@dataclass(kw_only=True)
class Apprentice(ABC):
    """The net in training; a :class:`training.pupil.Pupil`."""

    what: ClassVar[str]

    recipe: Recipe
    photos: Photos
    #: (3, H, W) in [0, 1] each, on the device; in the order of the criterion's
    styles: Sequence[Tensor]
    criterion: Criterion
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    precision: Precision = Precision.AUTO

    def __post_init__(self) -> None:
        torch.manual_seed(self.recipe.seed)
        self.net = self.build().to(self.device)
        self.optimiser = torch.optim.Adam(self.net.parameters(), self.recipe.rate)
        self.average = Average(self.net, self.recipe.average)

    @abstractmethod
    def build(self) -> nn.Module:
        """Build the untrained net."""

    @abstractmethod
    def painted(self, photos: Tensor, style: int) -> Tensor:
        """Paint photos (N, 3, H, W) in [0, 1] in a style; about [0, 1], the same shape."""

    def learn(self, step: int) -> dict[str, float]:
        """Do one step on the next batch of crops, in the next style."""
        recipe, style = self.recipe, step % len(self.styles)
        photos = self.photos.batch(recipe.batch, recipe.side, seed_of(recipe.seed, step)).to(self.device)
        mixture = torch.zeros(len(photos), len(self.styles), device=self.device)
        mixture[:, style] = 1
        with mixed(self.device, self.precision):
            terms = self.criterion(self.painted(photos, style), photos, mixture)
        loss = recipe.weights.total(terms)
        improve(self.net, self.optimiser, loss)
        self.average.update(self.net, step + 1)
        return measures(terms, loss)

    def state(self) -> dict[str, Any]:
        """Give what a checkpoint holds."""
        return {
            "styles": len(self.styles),
            "net": self.net.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average.weights,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where a checkpoint stands.

        Raises:
            ValueError: the checkpoint is of another number of styles.
        """
        if state["styles"] != len(self.styles):
            raise ValueError(f"it was trained for {state['styles']} styles")
        self.net.load_state_dict(state["net"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average.restore(state["average"])

    @torch.no_grad()
    def preview(self) -> list[list[Tensor]]:
        """Paint two photos in the first styles, with the weights as they are; below stand the styles."""
        photos, shown = self.photos.batch(2, self.recipe.side, seed=0), self.styles[:SHOWN]
        each = [self.painted(photos.to(self.device), style).clamp(0, 1).cpu() for style in range(len(shown))]
        rows = [[photo, *(painted[index] for painted in each)] for index, photo in enumerate(photos)]
        return [*rows, [style.cpu() for style in shown]]

    def results(self) -> list[Result]:
        """Give the averaged weights as the painter reads them."""
        return [Result(what=self.what, weights=self.average.weights, facts={"recipe": asdict(self.recipe)})]


def begin_grey(last: nn.Conv2d) -> None:
    """Let an untrained net that gives [0, 255] paint around mid-grey: from black it would climb for long."""
    with torch.no_grad():
        last.weight.mul_(CONTRAST)
        torch.as_tensor(last.bias).fill_(127.5)
