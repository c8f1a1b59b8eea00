"""Train the enlarger: sharp squares, their halves, and a net that should bring the former back."""

from dataclasses import asdict, dataclass, field
from math import cos, pi
from typing import Any

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from nst.enlarger import TIMES, EnlargerNet
from nst.train.muon import Muon
from training.chance import seed_of
from training.checkpoints import Average
from training.errors import TrainingError
from training.photos import Pictures
from training.precision import Precision, mixed
from training.pupil import Result

#: Squares looked at for each that is taken: the liveliest teaches most.
LOOKS = 3
#: One picture in so many is halved by averaging: an edge then stays as hard as drawings and paintings have
#: it. Of bicubically halved ones alone a net learns to give such edges a halo.
AVERAGED = 3
#: Pixels of the small picture at each border that do not count: there the net sees zeros beyond.
MARGIN = 4


@dataclass(frozen=True, kw_only=True)
class Recipe:
    """How the net is trained."""

    steps: int = 7_500
    seed: int = 1
    batch: int = 16
    #: side of the large squares, pixels
    side: int = 112
    #: of the kernels, by Muon
    rate: float = 0.015
    #: error below which the loss is quadratic, in parts of the range of sRGB
    bend: float = 0.01
    average: float = 0.999

    def pace(self, step: int) -> float:
        """Part of the rate used at a step: warm-up over 100 steps, then a cosine down to a hundredth."""
        return min(1.0, (step + 1) / 100) * (0.01 + 0.99 * (1 + cos(pi * step / self.steps)) / 2)


@dataclass(kw_only=True)
class Workshop:
    """The net in training; a :class:`training.pupil.Pupil`."""

    recipe: Recipe
    squares: "Squares"
    device: torch.device = field(default_factory=lambda: torch.device("cpu"))
    precision: Precision = Precision.AUTO

    def __post_init__(self) -> None:
        torch.manual_seed(self.recipe.seed)
        self.net = EnlargerNet()
        for module in self.net.modules():
            if isinstance(module, nn.Conv2d):
                nn.init.kaiming_normal_(module.weight, nonlinearity="relu")
        nn.init.zeros_(self.net.leave.weight)  # the first answer is the interpolation
        self.net.centre()
        self.net.to(self.device, memory_format=torch.channels_last)  # type: ignore[call-overload]
        self.optimiser = Muon(self.net.parameters(), self.recipe.rate)
        self.average = Average(self.net, self.recipe.average)

    def learn(self, step: int) -> dict[str, float]:
        """Do one step: the gain over bicubic interpolation on its squares, dB, and the loss."""
        recipe = self.recipe
        self.optimiser.param_groups[0]["lr"] = recipe.rate * recipe.pace(step)
        large = self.squares.batch(recipe.batch, recipe.side, seed_of(recipe.seed, step)).to(self.device)
        missing, error = self._seen(large)
        # Charbonnier: quadratic for small errors, as PSNR wants it, but not ruled by a few large ones.
        loss = (error.square() + recipe.bend**2).sqrt().mean() - recipe.bend
        self.net.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        self.optimiser.step()
        self.net.centre()
        self.average.update(self.net, step + 1)
        gain = 10 * (missing.square().mean() / error.detach().square().mean().clamp_min(1e-12)).log10()
        return {"gain": gain.item(), "loss": loss.item()}

    def _seen(self, large: Tensor) -> tuple[Tensor, Tensor]:
        """What interpolation misses of pictures, and what the net then still misses."""
        averaged = len(large) // AVERAGED
        small = torch.cat([F.avg_pool2d(large[:averaged], TIMES), halved(large[averaged:])])
        with mixed(self.device, self.precision):
            detail = self.net(small.contiguous(memory_format=torch.channels_last))
        missing = _inner(large - interpolated(small))
        return missing, missing - _inner(detail.float())

    def state(self) -> dict[str, Any]:
        """Give what a checkpoint holds."""
        return {
            "net": self.net.state_dict(),
            "optimiser": self.optimiser.state_dict(),
            "average": self.average.weights,
        }

    def restore(self, state: dict[str, Any]) -> None:
        """Go on where a checkpoint stands."""
        self.net.load_state_dict(state["net"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.average.restore(state["average"])

    def preview(self) -> list[list[Tensor]]:
        """Two squares: interpolated, enlarged by the net, and as they were."""
        large = self.squares.batch(2, 2 * self.recipe.side, seed_of(self.recipe.seed, 0))
        with torch.no_grad():
            missing, missed = self._seen(large.to(self.device))
        large = _inner(large)
        plain, ours = ((large - error.cpu()).clamp(0, 1) for error in (missing, missed))
        return [list(row) for row in zip(plain, ours, large, strict=True)]

    def results(self) -> list[Result]:
        """Give the averaged weights as ``Enlarger`` reads them."""
        facts = {"recipe": asdict(self.recipe)}
        return [Result(what="enlarger, twice", weights=self.average.weights, facts=facts)]


def halved(large: Tensor) -> Tensor:
    """(N, 3, H, W) → (N, 3, H / 2, W / 2), in [0, 1], as ``painting.sizes.resized`` does it."""
    size = (large.shape[2] // TIMES, large.shape[3] // TIMES)
    return F.interpolate(large, size=size, mode="bicubic", antialias=True).clamp(0, 1)


def interpolated(small: Tensor) -> Tensor:
    """(N, 3, h, w) → (N, 3, 2 h, 2 w): what the net's answer is added to."""
    size = (small.shape[2] * TIMES, small.shape[3] * TIMES)
    # With antialias, which changes nothing else here, torch has Pillow's kernel.
    return F.interpolate(small, size=size, mode="bicubic", antialias=True)


def _inner(pictures: Tensor) -> Tensor:
    cut = TIMES * MARGIN
    return pictures[:, :, cut:-cut, cut:-cut]


class Squares:
    """Pictures in memory, given out as batches of random squares."""

    def __init__(self, pictures: Pictures) -> None:
        """Take pictures.

        Raises:
            TrainingError: there is none.
        """
        if not len(pictures):
            raise TrainingError("there is no picture to train on")
        self.pictures = pictures

    def batch(self, count: int, side: int, seed: int) -> Tensor:
        """Cut lively squares from random pictures, half of them at a smaller scale, turned and mirrored.

        Returns:
            sRGB in [0, 1], shape (count, 3, side, side), the same for the same arguments.
        """
        chance = torch.Generator().manual_seed(seed)
        chosen = torch.randint(len(self.pictures), (count,), generator=chance).tolist()
        return torch.stack([_square(self.pictures[index], side, chance) for index in chosen])


def _square(picture: Tensor, side: int, chance: torch.Generator) -> Tensor:
    shorter = min(picture.shape[1:])
    cut = least = min(side, shorter)
    if _random(2, chance):
        # Made smaller, a photo is sharper than the camera and the compression left it.
        cut += _random(min(2 * side, shorter) - least + 1, chance)
    looks = [_cut(picture, cut, chance) for _ in range(LOOKS)]
    square = max(looks, key=_liveliness).float().div(255)
    if cut != side:
        square = F.interpolate(square[None], size=(side, side), mode="bicubic", antialias=True)[0].clamp(0, 1)
    square = square.rot90(_random(4, chance), (1, 2))
    return square.flip(2) if _random(2, chance) else square


def _cut(picture: Tensor, side: int, chance: torch.Generator) -> Tensor:
    top = _random(picture.shape[1] - side + 1, chance)
    left = _random(picture.shape[2] - side + 1, chance)
    return picture[:, top : top + side, left : left + side]


def _liveliness(square: Tensor) -> float:
    """Mean difference of neighbours in every other row and column of green."""
    green = square[1].to(torch.int16)
    return float((green[::2, 1:] - green[::2, :-1]).abs().float().mean()) + float(
        (green[1:, ::2] - green[:-1, ::2]).abs().float().mean()
    )


def _random(below: int, chance: torch.Generator) -> int:
    return int(torch.randint(below, (), generator=chance))
