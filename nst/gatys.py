"""A photo in the style of one to four pictures, by optimising its pixels, coarse to fine.

Gatys, Ecker and Bethge, 2016, "Image Style Transfer Using Convolutional Neural Networks"; coarse to fine and
guided by masks as in Gatys et al., 2017, "Controlling Perceptual Factors in Neural Style Transfer", sections
4 and 6. Departures: it starts from the photo, not from noise; pixels stay in [0, 1] all the way; strength
mixes the photo's own statistics into the target.
"""

from collections.abc import Iterator
from dataclasses import replace
from functools import partial
from itertools import islice

import numpy
import torch
from torch import Tensor

from nst.engine import Engine, TorchEngine
from nst.gatys_canvas import Area, Canvas
from nst.gatys_recipe import Recipe
from nst.gatys_space import parametrisation
from nst.gatys_strokes import at_scale
from nst.gatys_target import Region
from nst.lbfgs import minimise
from nst.vgg import FeatureNet
from painting import colours
from painting.sizes import enlarge, resized
from painting.step import Enough, Step, Tell
from painting.tensors import picture, tensor
from painting.wish import MOST_STYLES, Picture, Wish

NOISE = 0.2  # deviation of what a seed adds to the start, at full strength
PATCH = 8  # pixels of the coarsest scale: specks would change strokes, patches change what is painted where


class Gatys:
    """Paints with any style pictures, through the features of one network."""

    #: The least and the greatest number of style pictures.
    takes = (1, MOST_STYLES)

    def __init__(
        self, features: FeatureNet, device: torch.device | str = "cpu", *, recipe: Recipe | None = None
    ) -> None:
        """Take the network onto the device.

        Args:
            features: VGG-19, part of it, or our own small network.
            device: where everything is computed.
            recipe: how to paint; None: as it looked best.
        """
        self.device = torch.device(device)
        self.engine: Engine = TorchEngine(features, self.device)
        self.recipe = recipe or Recipe()

    def paint(self, wish: Wish, progress: Tell) -> Picture:
        """Paint what is wished, at the content's size; see :class:`painting.wish.Painter`.

        The same wish gives the same picture on one CPU; a GPU adds up in an order that varies. A seed other
        than 0 gives another painting of the same kind.

        Args:
            wish: with one to four style pictures.
            progress: called after each step; :class:`painting.step.Enough` ends it with the picture so far.
        """
        wish.check(styles=self.takes)
        if wish.strength == 0:
            return wish.content.copy()
        canvas = Canvas.of(colours.prepared(wish))
        painted = canvas.picture
        for step, (painting, loss) in enumerate(self._walk(canvas, wish), 1):
            painted = picture(painting)
            shown = partial(_shown, painted, canvas, wish)
            try:
                progress(Step(step=step, of=self.recipe.steps, loss=loss, picture=shown))
            except Enough:
                break
        return _finished(canvas.cut(painted), canvas, wish)

    def _walk(self, canvas: Canvas, wish: Wish) -> Iterator[tuple[Tensor, float]]:
        """The painting, (3, h, w) on the device, margin included, and its loss after each step."""
        if not canvas.areas:
            return
        start, before = _stirred(canvas, self.recipe.stages[0].fraction, wish)
        for stage in self.recipe.stages:
            small = canvas.scaled(stage.fraction)
            start = _finer(start, before, small.picture, 1 - wish.strength)
            for painting, loss in islice(self._stage(small, start, wish), stage.steps):
                yield painting, loss
            start, before = picture(painting), small.picture

    def _stage(self, canvas: Canvas, start: Picture, wish: Wish) -> Iterator[tuple[Tensor, float]]:
        photo = self._own(canvas.picture)
        cover = None if canvas.cover is None else self._own(canvas.cover)
        space = parametrisation(self.recipe.parameters, photo, cover)
        regions = [self._region(area, wish, photo[0].numel()) for area in canvas.areas]
        balance = replace(self.recipe.balance, variation=wish.strength * self.recipe.balance.variation)
        target = self.engine.target(photo, regions, balance)

        def evaluate(place: Tensor) -> tuple[float, Tensor]:
            loss, gradient = self.engine.value_and_gradient(space.picture(place), target)
            return loss, space.gradient(place, gradient)

        for iterate in minimise(evaluate, space.unknowns(self._own(start)), space):
            yield space.picture(iterate.place), iterate.loss

    def _region(self, area: Area, wish: Wish, size: int) -> Region:
        own = 1 - wish.strength
        whole = sum(style.weight for style in area.styles)
        styles = (
            (self._own(at_scale(style.picture, size, wish.style_scale)), (1 - own) * style.weight / whole)
            for style in area.styles
        )
        rule = None if area.rule is None else self._own(area.rule)
        return Region(styles=tuple(styles), own=own, rule=rule)

    def _own(self, values: Picture) -> Tensor:
        return tensor(values, self.device)[0]


def _stirred(canvas: Canvas, fraction: float, wish: Wish) -> tuple[Picture, Picture]:
    """The photo where the walk starts, with the seed's noise (none for seed 0), and without it."""
    photo = canvas.scaled(fraction).picture
    if wish.seed == 0:
        return photo, photo
    height, width = photo.shape[1:]
    patches = (3, max(1, height // PATCH), max(1, width // PATCH))
    noise = numpy.random.default_rng(wish.seed).standard_normal(patches, numpy.float32)
    return (photo + NOISE * wish.strength * resized(noise, height, width)).clip(0, 1), photo


def _finer(painting: Picture, photo: Picture, finer: Picture, own: float) -> Picture:
    """Bring a painting of a photo to the size of the finer photo, with a share of its own fine detail."""
    size = finer.shape[1:]
    detail = finer - resized(photo, *size)
    return (resized(painting, *size) + own * detail).clip(0, 1)


def _shown(painted: Picture, canvas: Canvas, wish: Wish) -> Picture:
    """What a person sees of a step: no margin, the colours as wished, at the size at which it is painted."""
    painting = canvas.cut(painted).clip(0, 1)
    photo = resized(wish.content, *painting.shape[1:]).clip(0, 1)
    return colours.finished(painting, replace(wish, content=photo))


def _finished(painting: Picture, canvas: Canvas, wish: Wish) -> Picture:
    """Bring a painting to the photo's size and the colours wished; the rest stays the photo."""
    photo = wish.content.clip(0, 1)
    painting = enlarge(painting.clip(0, 1), photo)
    finished = colours.finished(painting, wish)
    if canvas.cover is None:
        return finished
    return numpy.where(canvas.cut(canvas.cover[None]) > 0, finished, photo)
