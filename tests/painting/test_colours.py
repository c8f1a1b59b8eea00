"""Keep my colours, both ways."""

from typing import Any

import numpy
import pytest
from numpy.typing import NDArray

from painting.colours import finished, matched, prepared, with_colours_of
from painting.sizes import brightness
from painting.wish import Colours, Picture, StylePicture, Wish
from tests.painting.samples import clouds, dust, plain


def mean_and_covariance(picture: Picture) -> tuple[NDArray[Any], NDArray[Any]]:
    pixels = picture.reshape(3, -1).astype(numpy.float64)
    return pixels.mean(1), numpy.cov(pixels, bias=True)


def hue(picture: Picture) -> NDArray[numpy.float32]:
    """Direction from grey, of length 1 in each pixel."""
    chroma = picture - brightness(picture)
    lengths = numpy.linalg.norm(chroma, axis=0, keepdims=True)
    direction: NDArray[numpy.float32] = chroma / lengths.clip(1e-9)
    return direction


def wish(colours: Colours, *styles: Picture, content: Picture | None = None) -> Wish:
    content = clouds(32, 40, 5, 0.3, 0.6) if content is None else content
    pictures = tuple(StylePicture(picture=style, weight=2.0) for style in styles)
    return Wish(content=content, styles=pictures, colours=colours)


@pytest.mark.parametrize("painting", [clouds(32, 40, 1, 0.3, 0.7), dust(32, 40, 1), plain(32, 40, 0, 0, 0)])
def test_with_the_photo_s_colours_a_painting_is_as_bright_as_before(painting: Picture) -> None:
    coloured = with_colours_of(painting, dust(32, 40, 2))

    assert numpy.abs(brightness(coloured) - brightness(painting)).max() < 1e-3
    assert 0 <= coloured.min() <= coloured.max() <= 1


def test_with_the_photo_s_colours_every_hue_is_the_photo_s() -> None:
    painting, photo = clouds(32, 40, 1, 0.2, 0.8), dust(32, 40, 2)
    coloured = with_colours_of(painting, photo)
    seen = numpy.linalg.norm(coloured - brightness(coloured), axis=0) > 0.02

    assert seen.mean() > 0.9
    assert numpy.abs(hue(coloured) - hue(photo))[:, seen].max() < 1e-3


def test_colours_within_the_range_keep_their_saturation_and_those_beyond_it_become_paler() -> None:
    photo = plain(1, 2, 0.9, 0.2, 0.3)
    light = numpy.array([0.45, 0.95], numpy.float32)
    coloured = with_colours_of(numpy.broadcast_to(light, (3, 1, 2)), photo)

    saturation, full = (numpy.ptp(picture, axis=0)[0] for picture in (coloured, photo))
    assert saturation[0] == pytest.approx(full[0], abs=1e-5)
    assert 0.01 < saturation[1] < 0.2
    assert coloured[:, 0, 1].max() == pytest.approx(1)


def test_the_painting_of_a_grey_photo_is_grey() -> None:
    grey = numpy.repeat(dust(20, 30)[:1], 3, axis=0)

    assert numpy.ptp(with_colours_of(dust(20, 30, 1), grey), axis=0).max() < 1e-5


def test_a_nearly_black_photo_has_colours_without_a_warning() -> None:
    coloured = with_colours_of(plain(2, 2), plain(2, 2, 1e-40, 0, 0))

    assert coloured == pytest.approx(numpy.repeat(brightness(plain(2, 2)), 3, axis=0), abs=1e-6)


def test_a_matched_picture_has_the_photo_s_mean_and_covariance() -> None:
    picture, photo = dust(48, 40, 1), clouds(40, 48, 2, 0.35, 0.65)
    result = matched(picture, photo)

    assert 0 < result.min() < result.max() < 1  # nothing was clipped
    for found, wanted in zip(mean_and_covariance(result), mean_and_covariance(photo), strict=True):
        assert numpy.abs(found - wanted).max() < 1e-3
    assert numpy.abs(mean_and_covariance(picture)[1] - mean_and_covariance(photo)[1]).max() > 0.02


def test_a_matched_picture_keeps_its_shapes() -> None:
    picture = dust(48, 40, 1)
    result = matched(picture, clouds(40, 48, 2, 0.35, 0.65))

    assert numpy.corrcoef(brightness(picture).ravel(), brightness(result).ravel())[0, 1] > 0.8


def test_a_picture_that_has_the_photo_s_colours_stays_as_it_is() -> None:
    photo = dust(20, 30)

    assert matched(photo, photo) == pytest.approx(photo, abs=1e-4)


@pytest.mark.parametrize("colour", [(0, 0, 0), (1, 1, 1), (0.2, 0.9, 0.4)])
def test_a_matched_picture_of_one_colour_has_one_colour_the_photo_s_mean(colour: tuple[float, ...]) -> None:
    photo = dust(20, 30)
    result = matched(plain(9, 9, *colour), photo)

    assert result == pytest.approx(plain(9, 9, *photo.mean((1, 2)).tolist()), abs=1e-3)


def test_a_picture_matched_to_a_photo_of_one_colour_has_that_colour() -> None:
    result = matched(dust(20, 30), plain(5, 5, 0.8, 0.1, 0.3))

    assert numpy.abs(result - plain(20, 30, 0.8, 0.1, 0.3)).max() < 0.03


@pytest.mark.parametrize("function", [matched, with_colours_of])
def test_what_is_given_is_not_changed(function: Any) -> None:
    one, other = dust(12, 12, 1), dust(12, 12, 2)
    function(one, other)

    assert numpy.array_equal(one, dust(12, 12, 1))
    assert numpy.array_equal(other, dust(12, 12, 2))


@pytest.mark.parametrize("colours", Colours)
def test_a_wish_without_styles_needs_no_preparation(colours: Colours) -> None:
    wanted = wish(colours)

    assert prepared(wanted) is wanted


def test_whoever_wants_the_style_s_colours_gets_them() -> None:
    wanted, painting = wish(Colours.STYLE, dust(9, 9)), dust(32, 40, 4)

    assert prepared(wanted) is wanted
    assert finished(painting, wanted) is painting


def test_each_style_is_matched_to_the_photo_before_painting_and_the_painting_is_left_alone() -> None:
    wanted, painting = wish(Colours.MATCHED, dust(40, 30, 1), dust(30, 40, 2)), dust(32, 40, 4)
    ready = prepared(wanted)

    assert [style.weight for style in ready.styles] == [2.0, 2.0]
    for style in ready.styles:
        for found, sought in zip(
            mean_and_covariance(style.picture), mean_and_covariance(wanted.content), strict=True
        ):
            assert numpy.abs(found - sought).max() < 1e-3
    assert finished(painting, wanted) is painting


def test_where_the_style_is_in_the_weights_the_painting_itself_is_matched() -> None:
    wanted = wish(Colours.MATCHED)
    painting = finished(dust(32, 40, 4), wanted)

    for found, sought in zip(mean_and_covariance(painting), mean_and_covariance(wanted.content), strict=True):
        assert numpy.abs(found - sought).max() < 1e-3


def test_for_luminance_a_style_is_made_as_bright_as_the_photo_and_the_painting_gets_its_colours() -> None:
    wanted, painting = wish(Colours.LUMINANCE, clouds(40, 30, 1)), clouds(32, 40, 4, 0.2, 0.8)
    style, photo = (brightness(one) for one in (prepared(wanted).styles[0].picture, wanted.content))

    assert style.mean() == pytest.approx(photo.mean(), abs=0.02)
    assert style.std() == pytest.approx(photo.std(), abs=0.02)
    assert numpy.array_equal(finished(painting, wanted), with_colours_of(painting, wanted.content))


def test_a_flat_style_does_not_become_noise_for_luminance() -> None:
    flat = plain(20, 20, 0.5, 0.5, 0.5) + 0.002 * (dust(20, 20) - 0.5)
    ready = prepared(wish(Colours.LUMINANCE, flat, content=dust(30, 30)))

    assert ready.styles[0].picture.std() < 0.01
