"""A photo and who rules where in it, on a canvas that goes around the frame. NumPy only."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy
from numpy.typing import NDArray

from painting.borders import bordered, padded
from painting.masks import masks
from painting.sizes import resized
from painting.wish import Mask, Picture, StylePicture, Wish

SMALLEST = 32  # pixels: four halvings leave two; smaller pictures get mirrored borders
WHOLE = 0.999  # a rule above this everywhere is none
LEAST_RULED = 1e-4  # share of the picture; a style that rules less is not seen


@dataclass(frozen=True, kw_only=True, eq=False)
class Area:
    """Styles that rule together."""

    styles: tuple[StylePicture, ...]
    #: (h, w) of the canvas, in [0, 1]; None: everywhere.
    rule: Mask | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Canvas:
    """The photo, mirrored over its edges on all sides.

    What a convolution sees beyond a border is made up, and the optimiser paints a frame of it: it is cut off.
    """

    #: (3, h, w) in [0, 1], no side below ``SMALLEST`` pixels.
    picture: Picture
    #: Beside all four borders of the photo, pixels.
    margin: int
    #: Of the photo itself at this size: height, width, pixels.
    size: tuple[int, int]
    #: They do not overlap but where borders are soft or masks do.
    areas: tuple[Area, ...]

    @classmethod
    def of(cls, wish: Wish) -> "Canvas":
        """Stretch a wish's content and the masks of its styles."""
        height, width = wish.content.shape[1:]
        margin = max(8, max(height, width) // 24)
        rule = masks(wish, height, width)
        areas = _areas(wish.styles, rule)
        return cls(
            picture=_stretched(wish.content.clip(0, 1), margin),
            margin=margin,
            size=(height, width),
            areas=tuple(replace(area, rule=_stretched_mask(area.rule, margin)) for area in areas),
        )

    @property
    def cover(self) -> NDArray[numpy.float32] | None:
        """How much is painted at each place, (h, w); the rest stays the photo. None: all of it is painted."""
        rules = [area.rule for area in self.areas if area.rule is not None]
        if self.areas and not rules:
            return None
        covered: NDArray[numpy.float32] = sum(rules, numpy.zeros(self.picture.shape[1:], numpy.float32))
        return None if covered.min() > WHOLE else covered.clip(0, 1)

    def scaled(self, fraction: float) -> "Canvas":
        """Shrink it, yet no side below ``SMALLEST`` pixels."""
        height, width = (min(side, max(SMALLEST, round(side * fraction))) for side in self.picture.shape[1:])
        return replace(
            self,
            picture=resized(self.picture, height, width).clip(0, 1),
            areas=tuple(replace(area, rule=_sized(area.rule, height, width)) for area in self.areas),
        )

    def cut(self, painted: Picture) -> Picture:
        """Cut the margin off what was painted on this canvas or on a scaled one."""
        places = []
        for side, whole, photo in zip(painted.shape[1:], self.picture.shape[1:], self.size, strict=True):
            share = side / whole
            start = round(self.margin * share)
            places.append(slice(start, start + max(1, round(photo * share))))
        return painted[:, places[0], places[1]]


def _areas(styles: Sequence[StylePicture], rules: NDArray[numpy.float32] | None) -> list[Area]:
    """Put styles together that rule at the same places: they are painted as a mixture there."""
    used = [style for style in styles if style.weight > 0]
    if rules is None:
        return [Area(styles=tuple(used))]
    areas: list[Area] = []
    for style, rule in zip(styles, rules, strict=True):
        if rule.mean() < LEAST_RULED:
            continue
        same = next((one for one in areas if _alike(one.rule, rule)), None)
        if same is None:
            areas.append(Area(styles=(style,), rule=rule))
        else:
            together = rule if same.rule is None else same.rule + rule
            areas[areas.index(same)] = Area(styles=(*same.styles, style), rule=together)
    if len(areas) == 1 and areas[0].rule is not None and areas[0].rule.min() > WHOLE:
        return [replace(areas[0], rule=None)]
    return areas


def _alike(rule: Mask | None, other: Mask) -> bool:
    return rule is not None and bool(numpy.allclose(rule / rule.sum(), other / other.sum(), rtol=1e-3))


def _stretched(picture: Picture, margin: int) -> Picture:
    return padded(bordered(picture, margin), multiple=1, least=SMALLEST)


def _stretched_mask(mask: Mask | None, margin: int) -> Mask | None:
    return None if mask is None else _stretched(mask[None], margin)[0]


def _sized(mask: Mask | None, height: int, width: int) -> Mask | None:
    return None if mask is None else resized(mask[None], height, width)[0].clip(0, 1)
