"""Pictures grow until a net can take them, and only where they are to."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from painting.borders import bordered, padded
from tests.painting.samples import dust

SIDES = st.integers(1, 40)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(height=SIDES, width=SIDES, multiple=st.sampled_from([1, 2, 4, 8]), times=st.integers(1, 4))
def test_a_padded_picture_has_the_sides_that_a_net_wants_and_no_more(
    height: int, width: int, multiple: int, times: int
) -> None:
    picture, least = dust(height, width), multiple * times
    grown = padded(picture, multiple=multiple, least=least)

    assert numpy.array_equal(grown[:, :height, :width], picture)
    for side, before in zip(grown.shape[1:], (height, width), strict=True):
        assert side % multiple == 0
        assert side >= least
        assert side == least or side < before + multiple


def test_a_picture_that_fits_is_not_copied() -> None:
    picture = dust(16, 24)

    assert padded(picture, multiple=8, least=16) is picture


def test_the_border_is_mirrored_at_the_right_and_below() -> None:
    picture = dust(9, 10)
    grown = padded(picture, multiple=12, least=12)

    assert numpy.array_equal(grown[:, 9:, :10], picture[:, 7:4:-1])
    assert numpy.array_equal(grown[:, :9, 10:], picture[:, :, 8:6:-1])


@pytest.mark.parametrize("height", [1, 3, 4])
def test_of_a_side_too_short_to_mirror_the_last_pixel_is_repeated(height: int) -> None:
    picture = dust(height, 20)
    grown = padded(picture, multiple=8, least=8)

    assert grown.shape == (3, 8, 24)
    assert (grown[:, height:, :20] == picture[:, -1:]).all()
    assert numpy.array_equal(grown[:, :height, 20:], picture[:, :, 18:14:-1])


@pytest.mark.parametrize("size", [(1, 1), (4, 9), (30, 2)])
@pytest.mark.parametrize("margin", [0, 1, 5])
def test_a_bordered_picture_lies_in_the_middle(size: tuple[int, int], margin: int) -> None:
    picture = dust(*size)
    grown = bordered(picture, margin)

    assert grown.shape == (3, size[0] + 2 * margin, size[1] + 2 * margin)
    assert numpy.array_equal(grown[:, margin : margin + size[0], margin : margin + size[1]], picture)


def test_a_margin_is_mirrored_on_all_four_sides() -> None:
    picture = dust(8, 9)
    grown = bordered(picture, 2)

    assert numpy.array_equal(grown[:, 2:-2, :2], picture[:, :, 2:0:-1])
    assert numpy.array_equal(grown[:, 2:-2, -2:], picture[:, :, -2:-4:-1])
    assert numpy.array_equal(grown[:, :2, 2:-2], picture[:, 2:0:-1])
    assert numpy.array_equal(grown[:, -2:, 2:-2], picture[:, -2:-4:-1])
