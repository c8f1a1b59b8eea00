"""Painted clips as files: what Telegram takes, at the same size and times, and read again by the decoder."""

import io
from collections.abc import Iterator
from fractions import Fraction

import numpy
import pytest
from PIL import Image

from tests.worker.motion_clips import clip, ramp, square, squares
from worker.decoder import Decoder
from worker.motion.clip import Frame, Kind
from worker.motion.encoding import STICKER_BYTES, VIDEO_STICKER_BYTES, encode_clip


@pytest.fixture(scope="module")
def decoder() -> Iterator[Decoder]:
    one = Decoder()
    yield one
    one.close()


def dust(width: int, height: int, seed: int = 0) -> Frame:
    """Noise, which nothing makes small."""
    return numpy.random.default_rng(seed).integers(0, 256, (height, width, 3), numpy.uint8)


def mean_error(one: Frame, other: Frame) -> float:
    return float(numpy.abs(one.astype(int) - other).mean())


@pytest.mark.parametrize("kind", ["animation", "video"])
def test_an_animation_comes_back_as_it_was(decoder: Decoder, kind: Kind) -> None:
    painted = clip(squares(10), kind)
    encoded = encode_clip(painted)
    again = decoder.decode_clip(encoded.content, kind)

    assert (encoded.suffix, encoded.kind, encoded.duration) == (".mp4", kind, 0.4)
    assert (again.width, again.height) == (encoded.width, encoded.height) == (96, 64)
    assert [float(time) for time in again.times] == pytest.approx([float(time) for time in painted.times])
    assert float(again.duration) == pytest.approx(0.4, abs=1e-4)
    assert max(map(mean_error, painted.frames, again.frames)) < 4


def test_the_index_is_at_the_front_and_there_is_no_sound() -> None:
    content = encode_clip(clip(squares(4), "video")).content

    assert content.index(b"moov") < content.index(b"mdat")
    assert b"soun" not in content


def test_times_that_differ_are_kept(decoder: Decoder) -> None:
    times = [Fraction(0), Fraction(1, 10), Fraction(1), Fraction(21, 20)]
    again = decoder.decode_clip(encode_clip(clip(squares(4), times=times, rate=2)).content)

    assert [float(time) for time in again.times] == pytest.approx([float(time) for time in times], abs=1e-4)
    assert float(again.duration) == pytest.approx(1.55, abs=1e-4)


@pytest.mark.parametrize("size", [(95, 63), (1, 1), (64, 33)])
def test_an_odd_side_of_an_mp4_grows_by_one(decoder: Decoder, size: tuple[int, int]) -> None:
    width, height = size
    encoded = encode_clip(clip([numpy.full((height, width, 3), 90, numpy.uint8)] * 3))
    again = decoder.decode_clip(encoded.content)

    assert (encoded.width, encoded.height) == (width + width % 2, height + height % 2)
    assert (again.width, again.height) == (encoded.width, encoded.height)
    assert numpy.abs(again.frames[1].astype(int) - 90).max() <= 3


def test_what_is_transparent_lies_on_white_in_an_mp4(decoder: Decoder) -> None:
    alpha = [ramp(96, 64)] * 3
    again = decoder.decode_clip(encode_clip(clip(squares(3), alpha=alpha)).content)

    assert again.frames[1][50, 1].min() > 240
    assert mean_error(again.frames[1][50, 90:], square(1)[50, 90:]) < 20


def test_a_video_sticker_stays_one_with_its_opacity(decoder: Decoder) -> None:
    painted = clip(squares(10), "sticker", alpha=[ramp(96, 64)] * 10)
    encoded = encode_clip(painted)
    again = decoder.decode_clip(encoded.content)

    assert (encoded.suffix, encoded.kind, again.kind) == (".webm", "sticker", "sticker")
    assert len(again.frames) == 10
    assert again.alpha is not None
    assert mean_error(again.alpha[4], ramp(96, 64)) < 4
    assert mean_error(again.frames[4], painted.frames[4]) < 6


def test_a_video_sticker_of_noise_is_made_to_fit() -> None:
    frames = [dust(256, 256, seed) for seed in range(12)]
    encoded = encode_clip(clip(frames, "sticker", rate=12))

    assert encoded.kind == "animation" or len(encoded.content) <= VIDEO_STICKER_BYTES


@pytest.mark.parametrize("shape", [(512, 512, 90), (514, 8, 3)], ids=["three and a half seconds", "514 px"])
def test_what_telegram_takes_for_no_sticker_becomes_an_animation(shape: tuple[int, int, int]) -> None:
    width, height, count = shape
    frames = [numpy.full((height, width, 3), number, numpy.uint8) for number in range(count)]
    encoded = encode_clip(clip(frames, "sticker"))

    assert (encoded.suffix, encoded.kind) == (".mp4", "animation")
    assert (encoded.width, encoded.height) == (width, height)


def test_a_still_sticker_is_a_webp_without_loss() -> None:
    frame, alpha = dust(200, 100), numpy.full((100, 200, 1), 255, numpy.uint8)
    alpha[:30] = 90
    encoded = encode_clip(clip([frame], "sticker", alpha=[alpha]))
    again = Image.open(io.BytesIO(encoded.content))

    assert (encoded.suffix, encoded.kind, again.format) == (".webp", "sticker", "WEBP")
    assert numpy.array_equal(numpy.asarray(again), numpy.concatenate([frame, alpha], 2))


def test_a_still_sticker_of_noise_is_made_to_fit() -> None:
    encoded = encode_clip(clip([dust(512, 512)], "sticker"))

    assert 100_000 < len(encoded.content) <= STICKER_BYTES
    assert (encoded.width, encoded.height) == (512, 512)


def test_a_sticker_is_never_larger_than_512_pixels() -> None:
    encoded = encode_clip(clip([square(2, 1024, 600)], "sticker"))

    assert (encoded.width, encoded.height) == (512, 300)


@pytest.mark.slow
def test_ten_seconds_of_noise_stay_below_what_a_bot_may_fetch() -> None:
    frames = [dust(640, 480, seed) for seed in range(250)]

    assert len(encode_clip(clip(frames, "video")).content) <= 20 << 20
