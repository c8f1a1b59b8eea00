"""Pictures of another size: resampled, shrunk to a limit, enlarged with the photo's detail."""

import numpy
import pytest
import torch
import torch.nn.functional as F
from numpy.typing import NDArray

from painting.sizes import brightness, enlarge, limited, resized, with_side
from painting.wish import Picture
from tests.painting.samples import clouds, dust, plain


def fine_detail(photo: Picture) -> NDArray[numpy.float32]:
    """What of a picture's brightness is lost at a quarter of its size."""
    height, width = photo.shape[1:]
    light = brightness(photo)
    return light - resized(resized(light, height // 4, width // 4), height, width)


@pytest.mark.parametrize("size", [(20, 30), (37, 91), (96, 64), (64, 96), (150, 40)])
def test_resampling_is_that_of_torch_away_from_the_borders(size: tuple[int, int]) -> None:
    picture = dust(64, 96)
    ours = resized(picture, *size)
    theirs = F.interpolate(torch.from_numpy(picture)[None], size=size, mode="bicubic", antialias=True)[0]

    assert ours.shape == (3, *size)
    assert ours.dtype == numpy.float32
    inside = (slice(None), slice(4, -4), slice(4, -4))
    assert numpy.abs(ours[inside] - theirs.numpy()[inside]).max() < 1e-2


@pytest.mark.parametrize("channels", [1, 3, 5])
@pytest.mark.parametrize("size", [(1, 1), (1, 50), (33, 2)])
def test_any_number_of_channels_and_pixels_is_resampled(channels: int, size: tuple[int, int]) -> None:
    values = numpy.full((channels, 7, 9), 0.3, numpy.float32)

    assert resized(values, *size) == pytest.approx(numpy.full((channels, *size), 0.3), abs=1e-6)


def test_a_picture_of_the_size_asked_for_is_not_copied() -> None:
    picture = dust(8, 9)

    assert resized(picture, 8, 9) is picture


def test_shrinking_shows_no_false_patterns() -> None:
    checks = (numpy.indices((128, 128)).sum(0) % 2).astype(numpy.float32)[None]

    assert resized(checks, 37, 37) == pytest.approx(numpy.full((1, 37, 37), 0.5), abs=0.02)


@pytest.mark.parametrize(
    ("size", "longest", "limited_size"),
    [((100, 50), 40, (40, 20)), ((33, 100), 50, (16, 50)), ((1, 1000), 10, (1, 10)), ((7, 7), 1, (1, 1))],
)
def test_a_picture_beyond_the_limit_is_shrunk_to_it(
    size: tuple[int, int], longest: int, limited_size: tuple[int, int]
) -> None:
    shrunk = limited(dust(*size), longest)

    assert shrunk.shape == (3, *limited_size)
    assert 0 <= shrunk.min() <= shrunk.max() <= 1


@pytest.mark.parametrize("longest", [60, 61, 5000])
def test_a_picture_within_the_limit_stays_as_it_is(longest: int) -> None:
    picture = dust(60, 40)

    assert limited(picture, longest) is picture


@pytest.mark.parametrize(("small", "large"), [((20, 30), (80, 120)), ((20, 30), (47, 71)), ((1, 2), (9, 31))])
def test_an_enlarged_painting_has_the_size_of_its_photo(
    small: tuple[int, int], large: tuple[int, int]
) -> None:
    painting, photo = dust(*small, seed=1), dust(*large, seed=2)
    enlarged = enlarge(painting, photo, resized(painting, 2 * small[0], 2 * small[1]))

    assert enlarged.shape == photo.shape
    assert enlarged.dtype == numpy.float32
    assert 0 <= enlarged.min() <= enlarged.max() <= 1


def test_a_painting_of_the_photo_s_size_is_not_changed() -> None:
    painting, photo = dust(16, 20, seed=1), dust(16, 20, seed=2)

    assert enlarge(painting, photo, dust(32, 40)) is painting


@pytest.mark.parametrize("size", [(160, 240), (80, 120)])
def test_what_is_given_is_not_changed_by_enlarging(size: tuple[int, int]) -> None:
    given = [dust(40, 60), dust(*size, seed=1), dust(80, 120, seed=2)]
    before = [picture.copy() for picture in given]
    enlarge(*given)

    for one, other in zip(given, before, strict=True):
        assert numpy.array_equal(one, other)


def test_where_the_painting_follows_the_photo_its_fine_detail_comes_back() -> None:
    photo = (clouds(160, 160, least=0.3, most=0.7) + 0.15 * (dust(160, 160, seed=3) - 0.5)).clip(0, 1)
    painting = resized(photo, 40, 40).clip(0, 1)  # follows it everywhere
    enlarged = enlarge(painting, photo, resized(painting, 80, 80))

    detail = fine_detail(photo)
    share = float((fine_detail(enlarged) * detail).sum() / numpy.square(detail).sum())
    assert 0.6 < share <= 1.01


def test_where_the_painting_left_the_photo_nothing_of_it_comes_back() -> None:
    photo, painting = dust(160, 160), plain(40, 40)
    twice = plain(80, 80)

    assert enlarge(painting, photo, twice) == pytest.approx(plain(160, 160), abs=1e-4)


def test_a_painting_that_turns_the_photo_s_light_into_shade_gets_no_detail_either() -> None:
    photo = dust(160, 160)
    painting = 1 - resized(photo, 40, 40).clip(0, 1)
    twice = resized(painting, 80, 80)

    assert enlarge(painting, photo, twice) == pytest.approx(resized(twice, 160, 160).clip(0, 1), abs=1e-6)


def test_brightness_is_that_of_broadcasting() -> None:
    primaries = numpy.eye(3, dtype=numpy.float32)[:, :, None]

    assert brightness(primaries)[0, :, 0].tolist() == pytest.approx([0.299, 0.587, 0.114])
    assert brightness(plain(2, 3, 0.4, 0.4, 0.4)) == pytest.approx(numpy.full((1, 2, 3), 0.4))


@pytest.mark.parametrize(("longest", "sized"), [(10, (5, 10)), (40, (20, 40)), (1, (1, 1))])
def test_a_picture_can_be_given_a_longer_side_smaller_or_larger(longest: int, sized: tuple[int, int]) -> None:
    picture = with_side(dust(10, 20), longest)

    assert picture.shape == (3, *sized)
    assert 0 <= picture.min() <= picture.max() <= 1
