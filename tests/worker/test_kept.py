"""What is kept of a painting: nothing is lost where Telegram makes a photo of it."""

import numpy
import pytest

from worker.kept import encode_to_keep
from worker.pictures import decode

RANDOM = numpy.random.default_rng(7)


def painting(height: int, width: int) -> numpy.ndarray:
    """A noisy one, whole in eight bits."""
    return (RANDOM.integers(0, 256, (3, height, width)) / 255).astype(numpy.float32)


def test_what_is_sent_as_a_photo_is_kept_bit_for_bit() -> None:
    colours = painting(40, 60)
    kept = encode_to_keep(colours, as_photo=True)

    assert kept.is_photo
    assert numpy.array_equal(decode(kept.content).pixels, colours)


@pytest.mark.parametrize(("width", "as_photo"), [(60, False), (1281, True)])
def test_a_file_that_goes_as_it_is_stays_a_jpeg(width: int, as_photo: bool) -> None:
    assert encode_to_keep(painting(40, width), as_photo=as_photo).suffix == ".jpg"


def test_the_noisiest_photo_still_is_one_for_telegram() -> None:
    kept = encode_to_keep(painting(1280, 1280), as_photo=True)

    assert (kept.suffix, kept.is_photo) == (".png", True)


def test_a_painting_with_an_alpha_is_no_photo() -> None:
    kept = encode_to_keep(painting(4, 4), 0.5 * numpy.ones((1, 4, 4), numpy.float32), as_photo=True)

    assert (kept.suffix, kept.is_photo) == (".png", False)
