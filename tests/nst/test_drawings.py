"""Our own paintings: the same for the same seed, never flat."""

import itertools

import numpy
import pytest
from numpy.typing import NDArray

from nst.drawings import DRAWINGS, draw
from painting.wish import Picture


def averaged(picture: Picture, scale: int) -> NDArray[numpy.float32]:
    """Means of squares of ``scale`` x ``scale`` pixels."""
    channels, height, width = picture.shape
    means: NDArray[numpy.float32] = picture.reshape(
        channels, height // scale, scale, width // scale, scale
    ).mean((2, 4))
    return means


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_a_picture_of_the_size_asked_for(name: str) -> None:
    drawing = draw(name, (48, 80), seed=3)

    assert drawing.shape == (3, 48, 80)
    assert drawing.dtype == numpy.float32
    assert drawing.min() >= 0
    assert drawing.max() <= 1


@pytest.mark.parametrize("name", DRAWINGS)
def test_the_same_seed_gives_the_same_drawing_and_another_seed_another(name: str) -> None:
    first, again, other = draw(name, 64, seed=1), draw(name, 64, seed=1), draw(name, 64, seed=2)

    assert numpy.array_equal(first, again)
    assert numpy.abs(first - other).mean() > 0.02


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_has_texture_at_several_scales(name: str) -> None:
    drawing = draw(name, 160)
    halves = [averaged(drawing, scale) for scale in (1, 4, 16)]
    contrasts = [float((half[..., 1:] - half[..., :-1]).std()) for half in halves]

    assert min(contrasts) > 0.015


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_the_same_at_another_size(name: str) -> None:
    small = averaged(draw(name, 80, seed=5), 10).ravel()
    large = averaged(draw(name, 160, seed=5), 20).ravel()

    assert numpy.corrcoef(small, large)[0, 1] > 0.8


@pytest.mark.parametrize("size", [1, (1, 9)])
@pytest.mark.parametrize("name", DRAWINGS)
def test_even_a_few_pixels_can_be_drawn(name: str, size: int | tuple[int, int]) -> None:
    height, width = (size, size) if isinstance(size, int) else size

    assert draw(name, size).shape == (3, height, width)


def test_no_two_drawings_are_alike() -> None:
    drawings = [averaged(draw(name, 64), 8) for name in DRAWINGS]

    assert min(numpy.linalg.norm(one - other) for one, other in itertools.combinations(drawings, 2)) > 1


def test_a_side_of_no_pixels_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 1 x 1"):
        draw("ink", (0, 5))


def test_an_unknown_drawing_is_refused() -> None:
    with pytest.raises(KeyError):
        draw("fresco", 8)
