"""Train the multi-style painter: Gram losses of several styles at once, photographs as content."""

import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from math import cos, pi
from pathlib import Path

import torch
from torch import Tensor

from nst.multistyle import MultiStyleNet, grained
from nst.train.checkpoints import Average, export, load, save
from nst.train.criterion import Criterion, Judge, Terms
from nst.train.photos import Photos
from nst.train.precision import half_precision
from nst.train.teachers import DistilledVgg, ShallowVgg


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


@dataclass(frozen=True, kw_only=True)
class Report:
    """One step, for the progress bar and the table of metrics."""

    step: int
    side: int
    style: float
    content: float
    variation: float
    seconds: float

    def summary(self) -> str:
        """What the progress bar says."""
        return f"{self.side} px  style {self.style:.3f}  content {self.content:.3f}"


@dataclass(kw_only=True)
class Studio:
    """A net, its optimiser and the running average: what a checkpoint holds."""

    recipe: Recipe
    styles: tuple[str, ...]
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    step: int = 0

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

    def save(self, path: Path) -> None:
        """Write where the run stands."""
        save(
            path,
            {
                "step": self.step,
                "styles": list(self.styles),
                "net": self.net.state_dict(),
                "optimiser": self.optimiser.state_dict(),
                "average": self.average.weights,
            },
        )

    def resume(self, path: Path) -> None:
        """Go on where a checkpoint stands.

        Raises:
            ValueError: the checkpoint is of other styles.
        """
        state = load(path)
        if tuple(state["styles"]) != self.styles:
            raise ValueError(f"{path} was trained for {', '.join(state['styles'])}")
        self.net.load_state_dict(state["net"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average.weights = state["average"]
        self.step = state["step"]

    def export(self, path: Path) -> None:
        """Write the averaged weights as the file that ``nst.multistyle.MultiStyle`` reads."""
        export(
            path, self.average.weights, styles=self.styles, steps=self.step, seed=self.recipe.seed,
            recipe=asdict(self.recipe),
        )  # fmt: skip


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


def train(
    studio: Studio, photos: Photos, criterion: Criterion, report: Callable[[Report], None]
) -> Iterator[int]:
    """Train to the recipe's end, giving the number of finished steps after each."""
    recipe = studio.recipe
    while studio.step < recipe.steps:
        began = time.monotonic()
        side = recipe.side(studio.step)
        seed = recipe.seed * 1_000_003 + studio.step
        terms = _step(studio, photos.batch(recipe.batch, side, seed), criterion, seed)
        studio.step += 1
        studio.average.update(studio.net, studio.step)
        report(
            Report(
                step=studio.step, side=side, style=terms.style.item(), content=terms.content.item(),
                variation=terms.variation.item(), seconds=time.monotonic() - began,
            )
        )  # fmt: skip
        yield studio.step


def _step(studio: Studio, photos: Tensor, criterion: Criterion, seed: int) -> Terms:
    recipe = studio.recipe
    for group in studio.optimiser.param_groups:
        group["lr"] = group["part"] * recipe.rate_at(studio.step)
    photos = photos.to(studio.device, memory_format=torch.channels_last)
    # Each picture of a batch has one style; the next batch goes on where this one stopped.
    turn = (torch.arange(len(photos)) + studio.step * len(photos)) % len(studio.styles)
    mixture = torch.eye(len(studio.styles), device=studio.device)[turn]
    with half_precision(studio.device):
        paintings = studio.net(grained(photos, seed), mixture)
        terms = criterion(paintings, photos, mixture)
    loss = recipe.style * terms.style + recipe.content * terms.content + recipe.variation * terms.variation
    studio.optimiser.zero_grad()
    loss.backward()  # type: ignore[no-untyped-call]
    length = torch.nn.utils.clip_grad_norm_(studio.net.parameters(), 1.0)
    # A crop of one colour has no variance to norm by, and once in thousands its gradient overflows.
    if torch.isfinite(length):
        studio.optimiser.step()
    return terms
