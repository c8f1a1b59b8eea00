"""What cannot be painted is refused, in words that say what is wrong."""

import math
import re
from collections.abc import Sequence

import numpy
import pytest
from numpy.typing import NDArray

from painting.wish import (
    MOST_STYLES,
    Mask,
    Picture,
    StylePicture,
    Wish,
    check_mask,
    check_picture,
    check_weights,
)
from tests.painting.samples import dust, plain

ANY = (0, MOST_STYLES)


def styled(*weights: float) -> tuple[StylePicture, ...]:
    return tuple(StylePicture(picture=plain(3, 4), weight=weight) for weight in weights)


def masked(mask: Mask) -> Wish:
    return Wish(content=plain(5, 6), styles=(StylePicture(picture=plain(3, 4), mask=mask),))


@pytest.mark.parametrize("size", [(1, 1), (1, 900), (7, 5)])
def test_a_picture_of_any_size_is_taken(size: tuple[int, int]) -> None:
    Wish(content=dust(*size), styles=(StylePicture(picture=dust(2, 1)),)).check(styles=(1, 1))


@pytest.mark.parametrize("shape", [(4, 5, 6), (1, 5, 6), (5, 6), (1, 3, 5, 6), (3, 0, 6), (3, 5, 0), ()])
def test_a_content_image_of_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    words = f"the content image has shape (3, H, W), not {shape}"

    with pytest.raises(ValueError, match=re.escape(words)):
        Wish(content=numpy.zeros(shape, numpy.float32)).check(styles=ANY)


@pytest.mark.parametrize("kind", ["uint8", "float64", "float16", "int64", "bool"])
def test_a_content_image_of_other_values_is_refused(kind: str) -> None:
    with pytest.raises(ValueError, match=rf"the content image holds float32 values in \[0, 1\], not {kind}"):
        Wish(content=numpy.zeros((3, 5, 6), kind)).check(styles=ANY)


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_a_content_image_with_a_value_that_is_not_finite_is_refused(value: float) -> None:
    content = plain(5, 6)
    content[2, 4, 5] = value

    with pytest.raises(ValueError, match="the content image holds values that are not finite"):
        Wish(content=content).check(styles=ANY)


@pytest.mark.parametrize(
    ("picture", "words"),
    [
        (numpy.zeros((3, 4), numpy.float32), "style image 2 has shape (3, H, W), not (3, 4)"),
        (numpy.zeros((3, 4, 4), numpy.uint8), "style image 2 holds float32 values in [0, 1], not uint8"),
        (numpy.full((3, 4, 4), math.nan, numpy.float32), "style image 2 holds values that are not finite"),
    ],
)
def test_a_style_image_that_is_no_picture_is_refused_by_its_number(picture: Picture, words: str) -> None:
    styles = (*styled(1.0), StylePicture(picture=picture))

    with pytest.raises(ValueError, match=re.escape(words)):
        Wish(content=plain(5, 6), styles=styles).check(styles=ANY)


@pytest.mark.parametrize(
    ("mask", "words"),
    [
        (numpy.ones((1, 5, 6), numpy.float32), "has shape (H, W), not (1, 5, 6)"),
        (numpy.ones((5, 0), numpy.float32), "has shape (H, W), not (5, 0)"),
        (numpy.ones((5, 6)), "holds float32 values in [0, 1], not float64"),
        (numpy.ones((5, 6), numpy.bool_), "holds float32 values in [0, 1], not bool"),
        (numpy.ones((5, 6), numpy.int64), "holds float32 values in [0, 1], not int64"),
        (numpy.full((5, 6), 1.5, numpy.float32), "holds values in [0, 1]"),
        (numpy.full((5, 6), -0.1, numpy.float32), "holds values in [0, 1]"),
        (numpy.full((5, 6), math.nan, numpy.float32), "holds values in [0, 1]"),
        (numpy.zeros((5, 6), numpy.float32), "is 0 everywhere"),
    ],
)
def test_what_is_not_a_mask_is_refused_by_the_number_of_its_style(mask: Mask, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(f"the mask of style image 1 {words}")):
        masked(mask).check(styles=ANY)


def test_a_mask_of_any_size_is_taken() -> None:
    masked(numpy.ones((1, 1), numpy.float32)).check(styles=ANY)
    masked(numpy.eye(300, dtype=numpy.float32)).check(styles=ANY)


@pytest.mark.parametrize(
    ("given", "takes", "words"),
    [
        (5, (1, 4), "this painter takes 1 to 4 style images, not 5"),
        (0, (1, 4), "this painter takes 1 to 4 style images, not 0"),
        (2, (1, 1), "this painter takes 1 style image, not 2"),
        (1, (0, 0), "this painter has its style in its weights and takes no style images"),
    ],
)
def test_another_number_of_style_images_is_refused(given: int, takes: tuple[int, int], words: str) -> None:
    with pytest.raises(ValueError, match=f"^{words}$"):
        Wish(content=plain(5, 6), styles=styled(*[1.0] * given)).check(styles=takes)


@pytest.mark.parametrize(("given", "takes"), [(0, (0, 0)), (1, (1, 4)), (4, (1, 4))])
def test_a_number_of_style_images_within_the_painter_s_is_taken(given: int, takes: tuple[int, int]) -> None:
    Wish(content=plain(5, 6), styles=styled(*[0.5] * given)).check(styles=takes)


@pytest.mark.parametrize(
    "weights", [[0.0], [0.0, 0.0], [1.0, -0.1], [math.nan], [1.0, math.inf], [1e308, 1e308]]
)
def test_weights_that_add_up_to_nothing_are_refused(weights: Sequence[float]) -> None:
    with pytest.raises(ValueError, match=r"weights of styles are finite, >= 0 and not all 0: \["):
        Wish(content=plain(5, 6), styles=styled(*weights)).check(styles=ANY)


@pytest.mark.parametrize("weights", [[], [1e-300], [3.0, 0.0], [1e300, 1e-300]])
def test_weights_need_not_sum_to_one(weights: Sequence[float]) -> None:
    check_weights(weights)


@pytest.mark.parametrize("strength", [-0.01, 1.01, math.nan, math.inf])
def test_a_strength_out_of_range_is_refused(strength: float) -> None:
    with pytest.raises(ValueError, match=rf"strength is in \[0, 1\], not {strength}"):
        Wish(content=plain(5, 6), strength=strength).check(styles=ANY)


@pytest.mark.parametrize("scale", [0.09, 10.1, -1.0, math.nan, math.inf])
def test_a_style_scale_out_of_range_is_refused(scale: float) -> None:
    with pytest.raises(ValueError, match=rf"style scale is in \[0.1, 10\], not {scale}"):
        Wish(content=plain(5, 6), style_scale=scale).check(styles=ANY)


@pytest.mark.parametrize(("strength", "scale"), [(0.0, 0.1), (1.0, 10.0)])
def test_the_ends_of_the_ranges_are_taken(strength: float, scale: float) -> None:
    Wish(content=plain(5, 6), strength=strength, style_scale=scale).check(styles=ANY)


def test_the_checks_name_what_they_check() -> None:
    nothing: NDArray[numpy.float32] = numpy.zeros((0, 0), numpy.float32)

    with pytest.raises(ValueError, match=r"^a picture has shape"):
        check_picture(nothing)
    with pytest.raises(ValueError, match=r"^the sky has shape"):
        check_mask(nothing, "the sky")
