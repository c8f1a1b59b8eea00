"""The transformer net, untrained and with the four published weights."""

from pathlib import Path

import numpy
import pytest
import torch
from torch import Tensor

from nst.johnson import Johnson, TransformerNet
from painting.wish import Picture, Wish
from tests.painting.samples import psnr, unheard
from weights.checkpoint import WeightsError, read_state

STYLES = ("candy", "mosaic", "rain_princess", "udnie")
HERE = Path(__file__).parent
PUBLISHED = HERE.parents[2] / "shared" / "weights" / "johnson"


def gradient_picture(height: int, width: int) -> Picture:
    """A picture that is the same on every machine: slow waves, another in each channel."""
    rows = numpy.arange(height, dtype=numpy.float32)[None, :, None]
    columns = numpy.arange(width, dtype=numpy.float32)[None, None, :]
    waves = numpy.array([0.11, 0.17, 0.23], numpy.float32)[:, None, None]
    picture: Picture = 0.5 + 0.25 * numpy.sin(waves * rows) + 0.25 * numpy.cos(waves[::-1] * columns)
    return picture


def paint(painter: Johnson, content: Picture, strength: float = 1.0) -> Picture:
    return painter.paint(Wish(content=content, strength=strength), unheard)


@pytest.fixture(scope="module")
def untrained() -> dict[str, Tensor]:
    torch.manual_seed(0)
    state = TransformerNet().state_dict()
    state["deconv3.conv2d.weight"] *= 100  # untrained it paints nearly black
    state["deconv3.conv2d.bias"] += 127
    return state


@pytest.fixture(scope="module")
def painter(untrained: dict[str, Tensor]) -> Johnson:
    return Johnson(untrained)


def test_half_the_strength_is_half_way(painter: Johnson) -> None:
    photo = gradient_picture(20, 30)
    half, whole = (paint(painter, photo, strength) for strength in (0.5, 1.0))

    assert not numpy.allclose(photo, whole, atol=0.1)
    assert numpy.allclose(half, (photo + whole) / 2, atol=1e-6)


def test_running_statistics_of_old_checkpoints_are_ignored(
    untrained: dict[str, Tensor], painter: Johnson
) -> None:
    old = untrained | {"in1.running_mean": torch.zeros(32), "res1.in2.running_var": torch.ones(128)}
    photo = gradient_picture(20, 30)

    assert numpy.array_equal(paint(Johnson(old), photo), paint(painter, photo))


def test_statistics_of_what_is_no_norm_are_an_error(untrained: dict[str, Tensor]) -> None:
    with pytest.raises(WeightsError, match=r"conv1\.running_mean"):
        Johnson(untrained | {"conv1.running_mean": torch.zeros(32)})


@pytest.mark.parametrize("style", STYLES)
def test_the_published_weights_paint_as_they_did(style: str) -> None:
    path = PUBLISHED / f"{style}.pth"
    if not path.is_file():
        pytest.skip(f"no published weights at {path}")
    with numpy.load(HERE / "johnson-reference.npz") as file:
        reference = file[style].astype(numpy.float32) / 255
    photo = gradient_picture(40, 48)
    painting = paint(Johnson(path), photo)

    assert len(read_state(path)) == 62
    assert psnr(painting, reference) >= 40
    assert psnr(painting, photo) < 25
