"""How large a picture is decides before its pixels are touched, in the worker and in the decoding process."""

from collections.abc import Iterator

import pytest

from tests.worker.test_decoder import header_only, webp_canvas
from worker.decoder import Decoder, limits
from worker.picture_errors import TooManyPixels
from worker.pictures import decode


@pytest.fixture
def decoder() -> Iterator[Decoder]:
    decoder = Decoder(limits(pixels=1_000_000))
    yield decoder
    decoder.close()


@pytest.mark.parametrize(("width", "height"), [(8000, 6000), (40_000, 1001)])
def test_a_picture_that_is_too_large_is_told_so_though_it_has_no_pixels(width: int, height: int) -> None:
    with pytest.raises(TooManyPixels):  # decoded first, it would be broken
        decode(header_only(width, height))


def test_what_would_not_fit_into_the_decoding_process_is_never_begun_there(decoder: Decoder) -> None:
    with pytest.raises(TooManyPixels):
        decoder.decode(header_only(1200, 1000))
    process = decoder.pid
    with pytest.raises(TooManyPixels):
        decoder.decode(webp_canvas(12_000, 12_000))

    assert decoder.pid == process
