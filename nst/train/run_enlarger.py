"""The command ``python -m nst.train enlarger``."""

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy
from rich.console import Console
from torch import Tensor

from nst.enlarger import TIMES, Enlarger
from nst.multistyle import MultiStyle, names
from nst.train.arguments import add_photos
from nst.train.drawn import drawn
from nst.train.enlarger import Recipe, Squares, Workshop
from painting.sizes import brightness, resized
from painting.step import Step
from painting.wish import Picture, Wish
from training.photos import listed, opened, stored
from training.session import Session, add_common, follow

#: Drawings among the pictures, their side in pixels, and the seed of the first: others than the tests'.
DRAWN, DRAWN_SIDE, DRAWN_SEED = 12, 384, 1000
#: Paintings by our own painter among the pictures, and how often smaller the photos for them are.
PAINTED, SMALLER = 24, 2


@dataclass(frozen=True, kw_only=True)
class Sharpness:
    """How near pictures come to their originals after being halved and enlarged, dB, means of PSNR."""

    plain: float
    ours: float
    plain_brightness: float
    ours_brightness: float

    def summary(self) -> str:
        """One line for a person."""
        return (
            f"RGB {self.plain:.2f} → {self.ours:.2f} dB ({self.ours - self.plain:+.2f}), "
            f"brightness {self.plain_brightness:.2f} → {self.ours_brightness:.2f} dB "
            f"({self.ours_brightness - self.plain_brightness:+.2f})"
        )


def add(parser: argparse.ArgumentParser) -> None:
    """Describe the command."""
    add_common(parser, steps=Recipe.steps, batch=Recipe.batch, side=Recipe.side)
    add_photos(parser)
    parser.add_argument(
        "--painter",
        type=Path,
        metavar="FILE",
        help="weights of the multi-style painter, for paintings to enlarge",
    )
    parser.add_argument("--judge", action="store_true", help="do not train, only judge what --out names")
    parser.set_defaults(run=run)


def run(chosen: argparse.Namespace) -> None:
    """Train, write the weights, and judge them on what was held out."""
    if not chosen.judge:
        recipe = Recipe(steps=chosen.steps, seed=chosen.seed, batch=chosen.batch, side=chosen.side)
        workshop = Workshop(
            recipe=recipe, squares=_squares(chosen), device=chosen.device, precision=chosen.precision
        )
        follow(workshop, Session.of(chosen))
    enlarger = Enlarger(chosen.out, chosen.device)
    for folder in chosen.photos:
        pictures = [_picture(opened(path)) for path in listed([folder], held=True)]
        if pictures:
            line = f"{folder.name}, {len(pictures)} held out: {judged(enlarger, pictures).summary()}"
            Console(soft_wrap=True).print(line, highlight=False)


def judged(enlarger: Enlarger, pictures: list[Picture]) -> Sharpness:
    """Halve pictures, (3, H, W) with H, W >= 2 px, and enlarge them again, by the net and without it."""
    rows = numpy.array([_judged(enlarger, picture) for picture in pictures])
    plain, ours, plain_brightness, ours_brightness = rows.mean(0).tolist()
    return Sharpness(
        plain=plain, ours=ours, plain_brightness=plain_brightness, ours_brightness=ours_brightness
    )


def _judged(enlarger: Enlarger, picture: Picture) -> tuple[float, float, float, float]:
    height, width = (side // TIMES for side in picture.shape[1:])
    picture = picture[:, : TIMES * height, : TIMES * width]
    small = resized(picture, height, width).clip(0, 1)
    plain, ours = resized(small, *picture.shape[1:]).clip(0, 1), enlarger.enlarge(small)
    grey = brightness(picture)
    return (
        _psnr(plain, picture), _psnr(ours, picture),
        _psnr(brightness(plain), grey), _psnr(brightness(ours), grey),
    )  # fmt: skip


def _psnr(one: Picture, other: Picture) -> float:
    return float(-10 * numpy.log10(numpy.square(one - other, dtype=numpy.float64).mean() + 1e-12))


def _squares(chosen: argparse.Namespace) -> Squares:
    pictures = [opened(path) for path in listed(chosen.photos, held=False)]
    if chosen.painter is not None:
        pictures += _painted(chosen.painter, pictures)
    return Squares(pictures + drawn(DRAWN, side=DRAWN_SIDE, seed=DRAWN_SEED))


def _painted(painter: Path, pictures: list[Tensor]) -> list[Tensor]:
    """Paint some of the pictures, in all styles in turn: such pictures are what gets enlarged."""
    styles = names(painter)
    painters = [MultiStyle(painter, style=style) for style in styles]
    paintings = []
    for index, photo in enumerate(pictures[:: max(1, len(pictures) // PAINTED)][:PAINTED]):
        content = _picture(photo)
        content = resized(content, *(side // SMALLER for side in content.shape[1:])).clip(0, 1)
        painting = painters[index % len(styles)].paint(Wish(content=content), _ignore)
        paintings.append(stored(painting))
    return paintings


def _picture(pixels: Tensor) -> Picture:
    picture: Picture = pixels.float().div(255).numpy()
    return picture


def _ignore(step: Step) -> None:
    """Nobody asked for the steps."""
