"""A photo in the style of one to four pictures, by optimising its pixels, coarse to fine.

Gatys, Ecker and Bethge, 2016, "Image Style Transfer Using Convolutional Neural Networks"; coarse to fine as
in Gatys et al., 2017, "Controlling Perceptual Factors in Neural Style Transfer", section 6. Departures: it
starts from the photo, not from noise; pixels stay in [0, 1] all the way; strength mixes the photo's own
statistics into the target.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

import torch
from torch import Tensor

from nst.engine import Balance, Engine, TorchEngine
from nst.enlarge import enlarge, resized
from nst.lbfgs import minimise
from nst.padding import bordered, check_picture, padded
from nst.step import Step
from nst.vgg import FeatureNet

MOST_STYLES = 4
SMALLEST = 32  # pixels: four halvings leave two; smaller pictures get mirrored borders

# Chosen by looking: less content loses faces, less variation leaves grain in plain areas.
BALANCE = Balance(content=0.2, style=1.0, colour=0.3, variation=2.0)


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One scale of the coarse-to-fine walk."""

    #: Of the painting's sides.
    fraction: float
    steps: int


STAGES = (Stage(fraction=0.25, steps=50), Stage(fraction=0.5, steps=40), Stage(fraction=1.0, steps=12))


class Gatys:
    """Paints with any style pictures, through the features of one network."""

    def __init__(
        self,
        features: FeatureNet,
        device: torch.device | str = "cpu",
        *,
        longest_side: int = 768,
        stages: Sequence[Stage] = STAGES,
        balance: Balance = BALANCE,
    ) -> None:
        """Take the network onto the device.

        Args:
            features: VGG-19, part of it, or our own small network.
            device: where everything is computed.
            longest_side: pixels; larger photos are painted at this size and enlarged.
            stages: scales, coarse to fine, the last one with fraction 1.
            balance: of content, style and smoothness.
        """
        self.device = torch.device(device)
        self.engine: Engine = TorchEngine(features, self.device)
        self.longest_side = longest_side
        self.stages = tuple(stages)
        self.balance = balance

    def paint(
        self,
        content: Tensor,
        styles: Sequence[tuple[Tensor, float]],
        strength: float,
        progress: Callable[[Step], None],
    ) -> Tensor:
        """Repaint ``content`` in the mixture of the styles.

        The same arguments give the same picture on one CPU; a GPU adds up in an order that varies.

        Args:
            content: sRGB in [0, 1], shape (3, H, W), any device; H, W >= 1 px.
            styles: one to four pictures of the same form, of any size, with weights >= 0, not all 0.
            strength: in [0, 1]; 0 gives ``content`` back.
            progress: called after each step; what it raises stops the painting and passes through.

        Returns:
            sRGB in [0, 1], float32, shape (3, H, W), on ``self.device``.

        Raises:
            ValueError: an argument is not as said above.
            torch.OutOfMemoryError: the picture is too large for the device.
        """
        _check(content, styles, strength)
        photo = self._own(content)
        if strength == 0:
            return photo.clamp(0, 1)
        pictures = [(self._own(style), weight) for style, weight in styles if weight > 0]
        small = _limited(photo, self.longest_side)
        canvas, margin = _stretched(small)
        painted = self._walk(canvas, pictures, strength, progress)
        painting = painted[:, margin : margin + small.shape[1], margin : margin + small.shape[2]]
        return enlarge(painting, photo)

    def _own(self, picture: Tensor) -> Tensor:
        # A clone, because a tensor made in inference mode cannot be differentiated through.
        return picture.to(self.device, torch.float32).clone()

    def _walk(
        self,
        photo: Tensor,
        styles: Sequence[tuple[Tensor, float]],
        strength: float,
        progress: Callable[[Step], None],
    ) -> Tensor:
        painting, done, of = photo, 0, sum(stage.steps for stage in self.stages)
        for stage in self.stages:
            content = _scaled(photo, stage.fraction)
            start = resized(painting, content.shape[1], content.shape[2])
            for painting, loss in self._stage(content, start, styles, strength, stage.steps):
                done += 1
                progress(Step(step=done, of=of, loss=loss, picture=painting.clone))
        return painting

    def _stage(
        self,
        content: Tensor,
        start: Tensor,
        styles: Sequence[tuple[Tensor, float]],
        strength: float,
        steps: int,
    ) -> Iterator[tuple[Tensor, float]]:
        area = content.shape[1] * content.shape[2]
        mixture = [(_of_area(style, area), weight) for style, weight in _mixed(content, styles, strength)]
        target = self.engine.target(content, mixture, self.balance)
        walk = minimise(lambda picture: self.engine.value_and_gradient(picture, target), start)
        for iterate in islice(walk, steps):
            yield iterate.picture, iterate.loss


def _check(content: Tensor, styles: Sequence[tuple[Tensor, float]], strength: float) -> None:
    check_picture(content)
    for style, _ in styles:
        check_picture(style)
    if not 1 <= len(styles) <= MOST_STYLES:
        raise ValueError(f"one to {MOST_STYLES} style pictures are needed, not {len(styles)}")
    weights = [weight for _, weight in styles]
    if not (all(weight >= 0 for weight in weights) and 0 < sum(weights) < math.inf):
        raise ValueError(f"weights of styles are finite, >= 0 and not all 0: {weights}")
    if not 0 <= strength <= 1:
        raise ValueError(f"strength is in [0, 1], not {strength}")


def _mixed(
    content: Tensor, styles: Sequence[tuple[Tensor, float]], strength: float
) -> list[tuple[Tensor, float]]:
    """The photo is one of the styles, and the more so the weaker they are meant to be."""
    total = sum(weight for _, weight in styles)
    mixture = [(style, strength * weight / total) for style, weight in styles]
    return mixture if strength == 1 else [*mixture, (content, 1 - strength)]


def _limited(photo: Tensor, longest: int) -> Tensor:
    return _scaled(photo, min(1.0, longest / max(photo.shape[1:])), least=1)


def _stretched(photo: Tensor) -> tuple[Tensor, int]:
    """Mirror the photo over an edge on all sides, as canvas goes around the frame of a painting.

    What a convolution sees beyond a border is made up, and the optimiser paints a frame of it: it is cut off.

    Returns:
        The larger picture, at least ``SMALLEST`` pixels wide and high, and the margin in pixels.
    """
    margin = max(8, max(photo.shape[1:]) // 24)
    return padded(bordered(photo, margin), multiple=1, least=SMALLEST), margin


def _scaled(picture: Tensor, fraction: float, least: int = SMALLEST) -> Tensor:
    """Shrink a picture, yet no side below ``least`` pixels."""
    height, width = (min(side, max(least, round(side * fraction))) for side in picture.shape[1:])
    return resized(picture, height, width).clamp(0, 1)


def _of_area(style: Tensor, area: int) -> Tensor:
    """Shrink a style picture to the painting's area, so that its strokes keep their share of the picture.

    It is never enlarged: a blurred style paints mud.
    """
    fraction = (area / (style.shape[1] * style.shape[2])) ** 0.5
    return padded(_scaled(style, min(1.0, fraction), least=1), multiple=1, least=SMALLEST)
