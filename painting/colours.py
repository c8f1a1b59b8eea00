"""Keep my colours: the two ways of Gatys et al., 2016, "Preserving Color in Neural Artistic Style Transfer".

https://arxiv.org/abs/1606.05897, sections 3 (linear colour matching) and 4 (luminance only). NumPy only.
"""

from dataclasses import replace

import numpy
from numpy.typing import NDArray

from painting import steady
from painting.sizes import brightness
from painting.wish import Colours, Picture, Wish

#: Added to variances, so that a picture of one colour has a colour transformation.
FLAT = 1e-5


def prepared(wish: Wish) -> Wish:
    """Bring the styles to the photo's colours or brightness, where the wish says so, before painting."""
    if wish.colours is Colours.STYLE or not wish.styles:
        return wish
    bring = matched if wish.colours is Colours.MATCHED else _as_bright
    styles = tuple(replace(style, picture=bring(style.picture, wish.content)) for style in wish.styles)
    return replace(wish, styles=styles)


def finished(painting: Picture, wish: Wish) -> Picture:
    """Give a painting the photo's colours, where the wish says so, after painting.

    Args:
        painting: of the content's size.
        wish: as it came, not ``prepared``.
    """
    if wish.colours is Colours.LUMINANCE:
        return with_colours_of(painting, wish.content)
    if wish.colours is Colours.MATCHED and not wish.styles:  # the style is in the net and has its own colours
        return matched(painting, wish.content)
    return painting


def with_colours_of(painting: Picture, photo: Picture) -> Picture:
    """Take brightness from the one and hue and saturation from the other (Gatys et al., 2016, section 4).

    Args:
        painting: (3, H, W) in [0, 1]; photo: the same.

    Returns:
        (3, H, W) in [0, 1]; colours that leave the range at the new brightness are made paler, not clipped.
    """
    wanted = brightness(painting)
    chroma = photo - brightness(photo)
    with numpy.errstate(divide="ignore", invalid="ignore", over="ignore"):
        room = numpy.where(chroma > 0, (1 - wanted) / chroma, numpy.where(chroma < 0, -wanted / chroma, 1))
    share = room.min(0, keepdims=True).clip(0, 1)
    coloured: Picture = (wanted + share * chroma).clip(0, 1)
    return coloured


def matched(picture: Picture, photo: Picture) -> Picture:
    """Bring a picture's colours to the mean and covariance of a photo's (section 3, by matrix roots).

    The covariances' symmetric square roots are used, which move colours the least (Pitié and Kokaram, 2007).
    """
    mean, covariance = steady.numbers(lambda: _moments(picture))
    wanted_mean, wanted = steady.numbers(lambda: _moments(photo))
    root, inverse = _root(covariance), numpy.linalg.inv(_root(covariance))
    change = inverse @ _root(root @ wanted @ root) @ inverse
    shift = wanted_mean - change @ mean
    moved: Picture = numpy.tensordot(change.astype(numpy.float32), picture, 1)
    moved += shift.astype(numpy.float32)[:, None, None]
    return moved.clip(0, 1, out=moved)


def _as_bright(picture: Picture, photo: Picture) -> Picture:
    """Bring a picture's brightness to the mean and deviation of a photo's (section 4)."""
    own, wanted = brightness(picture), brightness(photo)
    wanted_mean, deviation = steady.numbers(lambda: (wanted.mean(), wanted.std()))
    contrast = min(3.0, float((deviation + FLAT) / (own.std() + FLAT)))
    moved: Picture = (picture - own + (own - own.mean()) * contrast + wanted_mean).clip(0, 1)
    return moved


def _moments(picture: Picture) -> tuple[NDArray[numpy.float64], NDArray[numpy.float64]]:
    pixels = picture.reshape(3, -1).astype(numpy.float64)
    return pixels.mean(1), numpy.cov(pixels, bias=True) + FLAT * numpy.eye(3)


def _root(matrix: NDArray[numpy.float64]) -> NDArray[numpy.float64]:
    values, vectors = numpy.linalg.eigh(matrix)
    root: NDArray[numpy.float64] = vectors * numpy.sqrt(values.clip(0)) @ vectors.T
    return root
