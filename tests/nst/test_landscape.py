"""The sample photo: drawn by our code, the same each time, and the file is what the code draws."""

import io
from importlib import resources

import numpy
import pytest
from PIL import Image

from nst.landscape import SIZE, landscape

FILE = resources.files("chat").joinpath("sample.jpg")


def in_file() -> numpy.ndarray:
    with Image.open(io.BytesIO(FILE.read_bytes())) as image:
        return numpy.asarray(image.convert("RGB"), numpy.float32) / 255


def test_the_photo_is_small_enough_to_be_sent_often_and_as_large_as_telegram_shows():
    assert in_file().shape == (*SIZE, 3)
    assert len(FILE.read_bytes()) < 250_000


def test_the_same_seed_draws_the_same_and_another_one_another_landscape():
    first, again, other = (landscape((32, 48), seed) for seed in (7, 7, 8))

    assert numpy.array_equal(first, again)
    assert not numpy.array_equal(first, other)


@pytest.mark.slow
def test_the_file_holds_what_the_code_draws():
    drawn = landscape().transpose(1, 2, 0)
    noise = numpy.square(drawn - in_file()).mean()

    assert 10 * numpy.log10(1 / noise) > 30
