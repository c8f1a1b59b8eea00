"""Train the multi-style painter: Gram losses of several styles at once, photographs as content."""

from dataclasses import asdict, dataclass, field
from math import cos, pi
from typing import Any

import torch
from torch import Tensor

from nst.multistyle import MultiStyleNet, grained
from nst.train.criterion import Criterion, Judge, Terms
from nst.train.teachers import DistilledVgg, ShallowVgg
from training.chance import seed_of
from training.checkpoints import Average
from training.photos import Photos
from training.precision import Precision, mixed
from training.pupil import Result

#: Styles in a preview.
SHOWN = 4


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How the painter is trained; what is not said here is not a choice."""

    steps: int = 2000
    seed: int = 1
    batch: int = 4
    rate: float = 2e-3
    #: The styles' own scales and shifts learn this many times faster: they start equal and must part.
    own: float = 5.0
    #: Largest part of the rate that the first steps use, to warm the norms up.
    warm: int = 50
    #: (share of the steps, crop side in pixels): crops grow so that large strokes find their place.
    crops: tuple[tuple[float, int], ...] = ((0.8, 192), (1.0, 256))
    style: float = 1.0
    content: float = 0.45
    variation: float = 1.0
    average: float = 0.995

    def side(self, step: int) -> int:
        """Crop side at a step, pixels."""
        return next(side for share, side in self.crops if step < share * self.steps or share == 1.0)

    def rate_at(self, step: int) -> float:
        """Learning rate: a short warm-up, then a cosine down to a twentieth."""
        warmth = min(1.0, (step + 1) / self.warm)
        return self.rate * warmth * (0.05 + 0.95 * (1 + cos(pi * step / self.steps)) / 2)


@dataclass(kw_only=True)
class Studio:
    """The net in training; a :class:`training.pupil.Pupil`."""

    recipe: Recipe
    styles: tuple[str, ...]
    photos: Photos
    criterion: Criterion
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    precision: Precision = Precision.AUTO

    def __post_init__(self) -> None:
        torch.manual_seed(self.recipe.seed)
        self.net = MultiStyleNet(len(self.styles)).to(self.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        named = list(self.net.named_parameters())
        own = [parameter for name, parameter in named if name.endswith((".scale", ".shift"))]
        shared = [parameter for name, parameter in named if not name.endswith((".scale", ".shift"))]
        self.optimiser = torch.optim.Adam(
            [{"params": shared, "part": 1.0}, {"params": own, "part": self.recipe.own}]
        )
        self.average = Average(self.net, self.recipe.average)

    def learn(self, step: int) -> dict[str, float]:
        """Do one step: each picture of the batch has one style, and the next batch goes on with the next."""
        recipe, side = self.recipe, self.recipe.side(step)
        for group in self.optimiser.param_groups:
            group["lr"] = group["part"] * recipe.rate_at(step)
        seed = seed_of(recipe.seed, step)
        photos = self.photos.batch(recipe.batch, side, seed)
        photos = photos.to(self.device, memory_format=torch.channels_last)
        turn = (torch.arange(len(photos)) + step * len(photos)) % len(self.styles)
        terms = self._improve(photos, torch.eye(len(self.styles), device=self.device)[turn], seed)
        self.average.update(self.net, step + 1)
        return {
            "style": terms.style.item(), "content": terms.content.item(),
            "variation": terms.variation.item(), "side": side,
        }  # fmt: skip

    def _improve(self, photos: Tensor, mixture: Tensor, seed: int) -> Terms:
        recipe = self.recipe
        with mixed(self.device, self.precision):
            paintings = self.net(grained(photos, seed), mixture)
            terms = self.criterion(paintings, photos, mixture)
        loss = (
            recipe.style * terms.style + recipe.content * terms.content + recipe.variation * terms.variation
        )
        self.optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        length = torch.nn.utils.clip_grad_norm_(self.net.parameters(), 1.0)
        # A crop of one colour has no variance to norm by, and once in thousands its gradient overflows.
        if torch.isfinite(length):
            self.optimiser.step()
        return terms

    def state(self) -> dict[str, Any]:
        """Give what a checkpoint holds."""
        return {
            "styles": list(self.styles),
            "net": self.net.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average.weights,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where a checkpoint stands.

        Raises:
            ValueError: the checkpoint is of other styles.
        """
        if tuple(state["styles"]) != self.styles:
            raise ValueError(f"it was trained for {', '.join(state['styles'])}")
        self.net.load_state_dict(state["net"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average.restore(state["average"])

    @torch.no_grad()
    def preview(self) -> list[list[Tensor]]:
        """Paint two photos in the first styles, with the weights as they are."""
        photos, shown = self.photos.batch(2, 192, seed=0), min(len(self.styles), SHOWN)
        rows = torch.eye(len(self.styles), device=self.device)
        grainy = grained(photos, seed=1).to(self.device)
        painted = [self.net(grainy, rows[[style] * len(photos)]).cpu() for style in range(shown)]
        return [[photo, *(each[index] for each in painted)] for index, photo in enumerate(photos)]

    def results(self) -> list[Result]:
        """Give the averaged weights as ``nst.multistyle.MultiStyle`` reads them."""
        facts = {"styles": self.styles, "recipe": asdict(self.recipe)}
        return [Result(what="painter with several styles", weights=self.average.weights, facts=facts)]


def judges(shallow: ShallowVgg, deep: DistilledVgg) -> tuple[Judge, ...]:
    """Who looks at a painting: VGG's beginning at three scales for strokes, its distilled form for shapes."""
    finest = shallow.until("relu2_1")
    coarse = {"relu1_1": 0.1, "relu2_1": 0.05, "relu3_1": 0.1}
    return (
        Judge(teacher=finest, halvings=0, style={"relu1_1": 0.15, "relu2_1": 0.15}, content={}),
        Judge(teacher=shallow, halvings=1, style={"relu2_1": 0.1, "relu3_1": 0.15}, content={}),
        Judge(teacher=shallow, halvings=2, style=coarse, content={}),
        Judge(
            teacher=deep,
            halvings=0,
            style={"relu3_1": 0.1, "relu4_1": 0.2, "relu5_1": 0.1},
            content={"relu4_1": 1.0},
        ),
    )
