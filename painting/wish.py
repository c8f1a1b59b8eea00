"""What is to be painted: the one argument of every painter. NumPy only."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol, TypeAlias

import numpy
from numpy.typing import NDArray

from painting.step import Tell

#: sRGB in [0, 1], float32, shape (3, H, W); H, W >= 1 px.
Picture: TypeAlias = NDArray[numpy.float32]
#: How much something counts at each place: in [0, 1], float32, shape (H, W), of any size.
Mask: TypeAlias = NDArray[numpy.float32]

#: Styles that one painting can have.
MOST_STYLES = 4


class Colours(StrEnum):
    """Whose colours the painting has."""

    STYLE = "style"
    #: Brightness of the painting, hue and saturation of the photo.
    LUMINANCE = "luminance"
    #: The styles are painted with, after their colours were brought to the photo's mean and covariance.
    MATCHED = "matched"


class Arrangement(StrEnum):
    """Where several styles rule."""

    #: Everywhere, in a mixture by their weights.
    BLEND = "blend"
    #: Side by side from left to right, each as wide as its weight, with soft borders.
    SPLIT = "split"


@dataclass(frozen=True, kw_only=True, eq=False)
class StylePicture:
    """A picture to paint in the manner of."""

    picture: Picture
    #: Share among the styles, >= 0; need not sum to 1.
    weight: float = 1.0
    #: Where in the content it rules; None: everywhere.
    mask: Mask | None = None


@dataclass(frozen=True, kw_only=True, eq=False)
class Wish:
    """One painting."""

    #: The content image.
    content: Picture
    #: None where the painter has its style in its weights.
    styles: tuple[StylePicture, ...] = ()
    #: In [0, 1]; 0 gives the content back.
    strength: float = 1.0
    colours: Colours = Colours.STYLE
    arrangement: Arrangement = Arrangement.BLEND
    #: Size of the strokes, 1 being the style picture's own where it is as large as the painting.
    style_scale: float = 1.0
    #: Of whatever is left to chance.
    seed: int = 0

    def check(self, *, styles: tuple[int, int]) -> None:
        """Refuse what cannot be painted.

        Args:
            styles: the least and the greatest number of style pictures that the painter takes.

        Raises:
            ValueError: the message says what is wrong.
        """
        check_picture(self.content, "the content image")
        for number, style in enumerate(self.styles, 1):
            check_picture(style.picture, f"style image {number}")
            if style.mask is not None:
                check_mask(style.mask, f"the mask of style image {number}")
        _check_number(len(self.styles), *styles)
        check_weights([style.weight for style in self.styles])
        if not 0 <= self.strength <= 1:
            raise ValueError(f"strength is in [0, 1], not {self.strength}")
        if not 0.1 <= self.style_scale <= 10:
            raise ValueError(f"style scale is in [0.1, 10], not {self.style_scale}")


class Painter(Protocol):
    """What every method of painting has."""

    def paint(self, wish: Wish, progress: Tell) -> Picture:
        """Paint what is wished.

        Args:
            wish: checked here.
            progress: called between steps; an exception that it raises stops the painting and passes through.
                :class:`painting.step.Enough` ends it with the picture so far, where there is one.

        Returns:
            A picture of the content's size.

        Raises:
            ValueError: the wish cannot be painted; the message says why.
            MemoryError, torch.OutOfMemoryError: the picture is too large.
        """


def check_picture(picture: Picture, name: str = "a picture") -> None:
    """Refuse what is not a picture.

    Raises:
        ValueError: not (3, H, W) with H, W >= 1, not float32, or not all values are finite.
    """
    if picture.ndim != 3 or picture.shape[0] != 3 or picture.size == 0:
        raise ValueError(f"{name} has shape (3, H, W), not {tuple(picture.shape)}")
    if picture.dtype != numpy.float32:
        raise ValueError(f"{name} holds float32 values in [0, 1], not {picture.dtype}")
    if not numpy.isfinite(picture).all():
        raise ValueError(f"{name} holds values that are not finite")


def check_mask(mask: Mask, name: str = "a mask") -> None:
    """Refuse what is not a mask.

    Raises:
        ValueError: not (H, W), not float32, not within [0, 1], or 0 everywhere.
    """
    if mask.ndim != 2 or mask.size == 0:
        raise ValueError(f"{name} has shape (H, W), not {tuple(mask.shape)}")
    if mask.dtype != numpy.float32:
        raise ValueError(f"{name} holds float32 values in [0, 1], not {mask.dtype}")
    if not (mask.min() >= 0 and mask.max() <= 1):  # also where something is not a number
        raise ValueError(f"{name} holds values in [0, 1]")
    if mask.max() == 0:
        raise ValueError(f"{name} is 0 everywhere")


def check_weights(weights: Sequence[float]) -> None:
    """Refuse weights that do not add up to anything.

    Raises:
        ValueError: one is negative or not finite, or all are 0.
    """
    if weights and not (all(weight >= 0 for weight in weights) and 0 < sum(weights) < math.inf):
        raise ValueError(f"weights of styles are finite, >= 0 and not all 0: {list(weights)}")


def _check_number(found: int, least: int, most: int) -> None:
    if most == 0 and found:
        raise ValueError("this painter has its style in its weights and takes no style images")
    if not least <= found <= most:
        wanted = f"{least}" if least == most else f"{least} to {most}"
        images = "image" if most == 1 else "images"
        raise ValueError(f"this painter takes {wanted} style {images}, not {found}")
