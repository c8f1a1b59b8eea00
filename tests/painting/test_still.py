"""Frames calmed over time: noise goes, what moves stays as it is."""

import numpy
import pytest

from painting.still import NOISE, Still
from painting.wish import Picture
from tests.painting.samples import clouds, psnr


def noisy(picture: Picture, seed: int, deviation: float) -> Picture:
    chance = numpy.random.default_rng(seed)
    noise: Picture = picture + chance.normal(0, deviation, picture.shape).astype(numpy.float32)
    return noise


def change(frames: list[Picture]) -> float:
    """Root of the mean squared change from each frame to the next."""
    return float(numpy.sqrt(numpy.square(numpy.diff(numpy.stack(frames), axis=0)).mean()))


def test_where_nothing_moves_noise_is_held_still() -> None:
    still, frames = Still(), [noisy(clouds(40, 53), seed, NOISE / 3) for seed in range(12)]
    calm = [still.calmed(frame) for frame in frames]

    assert change(calm) < 0.2 * change(frames)
    assert psnr(calm[-1], clouds(40, 53)) > psnr(frames[-1], clouds(40, 53)) - 0.5


def test_what_moves_stays_as_it_is() -> None:
    still, frames = Still(), []
    for number in range(6):
        frame = clouds(40, 64, most=0.5)
        frame[:, 8:24, 6 * number : 6 * number + 16] = 0.9
        frames.append(frame)
    calm = [still.calmed(frame) for frame in frames]

    assert numpy.abs(calm[-1] - frames[-1]).max() < 0.02


def test_a_slow_change_of_light_is_followed() -> None:
    still = Still()
    for number in range(100):
        calm = still.calmed(numpy.full((3, 16, 16), number / 100, numpy.float32))

    assert calm.mean() == pytest.approx(0.99, abs=2 * NOISE)


def test_the_first_frame_is_nobodys_heir() -> None:
    frame = clouds(9, 7)

    assert numpy.array_equal(Still().calmed(frame), frame)


@pytest.mark.parametrize("size", [(1, 1), (1, 9), (5, 2)])
def test_any_size_is_taken(size: tuple[int, int]) -> None:
    still = Still()
    for seed in range(3):
        calm = still.calmed(clouds(*size, seed=seed))

    assert calm.shape == (3, *size)
    assert calm.dtype == numpy.float32
