"""Small pictures for painting by optimisation, and a network of random weights to look at them."""

import numpy
import torch
from numpy.typing import NDArray

from nst.gatys_recipe import Recipe, Stage
from nst.vgg import SHALLOW_DEPTH, Vgg
from painting.step import Step
from painting.wish import Picture, StylePicture, Wish

#: Two scales of a few steps.
SHORT = Recipe(stages=(Stage(fraction=0.5, steps=6), Stage(fraction=1.0, steps=6)))


def waves(height: int, width: int, frequency: float, colour: tuple[float, float, float]) -> Picture:
    """A picture of slanted waves in one colour."""
    rows, columns = numpy.arange(height)[:, None], numpy.arange(width)
    wave = 0.5 + 0.5 * numpy.sin(frequency * (rows + 0.6 * columns))
    return (wave * numpy.array(colour)[:, None, None]).astype(numpy.float32)


def photo(height: int = 40, width: int = 56) -> Picture:
    """What is painted."""
    return waves(height, width, 0.15, (0.6, 0.7, 0.5))


RED = waves(48, 48, 0.9, (0.9, 0.2, 0.1))
BLUE = waves(60, 44, 0.5, (0.1, 0.3, 0.9))


def wish(*styles: Picture | StylePicture, content: Picture | None = None, **other: object) -> Wish:
    """A wish for the photo, or another content, in the red style, or others."""
    given = tuple(
        style if isinstance(style, StylePicture) else StylePicture(picture=style)
        for style in styles or (RED,)
    )
    return Wish(content=photo() if content is None else content, styles=given, **other)  # type: ignore[arg-type]


def of_weight(picture: Picture, weight: float) -> StylePicture:
    """A style with its weight."""
    return StylePicture(picture=picture, weight=weight)


def left(height: int, width: int) -> NDArray[numpy.float32]:
    """A mask of the left half."""
    mask = numpy.zeros((height, width), numpy.float32)
    mask[:, : width // 2] = 1
    return mask


def unheard(step: Step) -> None:
    """Nobody waits."""


def random_features(kind: type[Vgg] = Vgg) -> Vgg:
    """The first five convolutions of VGG-19, at random but always the same."""
    torch.manual_seed(0)
    net = kind(SHALLOW_DEPTH)
    for layer in net.features.values():
        torch.nn.init.kaiming_normal_(layer.weight)
    return net.eval().requires_grad_(False)
