"""The transformer net, untrained and with the four published weights."""

from pathlib import Path

import numpy as np
import pytest
import torch
from torch import Tensor

from nst.johnson import Johnson, TransformerNet
from nst.referee import psnr
from weights.checkpoint import WeightsError, read_state

STYLES = ("candy", "mosaic", "rain_princess", "udnie")
HERE = Path(__file__).parent
PUBLISHED = HERE.parents[2] / "shared" / "weights" / "johnson"


def gradient_picture(height: int, width: int) -> Tensor:
    """A picture that is the same on every machine: slow waves, another in each channel."""
    rows = torch.arange(height).view(1, height, 1)
    columns = torch.arange(width).view(1, 1, width)
    waves = torch.tensor([0.11, 0.17, 0.23]).view(3, 1, 1)
    return 0.5 + 0.25 * torch.sin(waves * rows) + 0.25 * torch.cos(waves.flip(0) * columns)


def untrained(seed: int = 0) -> dict[str, Tensor]:
    torch.manual_seed(seed)
    return TransformerNet().state_dict()


def silent(step: object) -> None:
    raise AssertionError("one pass has no steps to report")


@pytest.mark.parametrize("size", [(1, 1), (3, 50), (16, 16), (37, 61), (70, 5)])
def test_a_painting_has_the_size_of_its_photo(size):
    painting = Johnson(untrained()).paint(gradient_picture(*size), [], 1.0, silent)

    assert painting.shape == (3, *size)
    assert painting.dtype == torch.float32
    assert 0 <= painting.min() <= painting.max() <= 1


def test_no_strength_gives_the_photo_back():
    photo = gradient_picture(20, 30)
    painting = Johnson(untrained()).paint(photo, [], 0.0, silent)

    assert torch.equal(painting, photo)


def test_half_the_strength_is_half_way():
    photo, painter = gradient_picture(20, 30), Johnson(untrained())
    half = painter.paint(photo, [], 0.5, silent)
    whole = painter.paint(photo, [], 1.0, silent)

    assert torch.allclose(half, (photo + whole) / 2, atol=1e-6)


def test_a_style_picture_is_refused():
    photo = gradient_picture(20, 30)

    with pytest.raises(ValueError, match="takes no style pictures"):
        Johnson(untrained()).paint(photo, [(photo, 1.0)], 1.0, silent)


@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan")])
def test_a_strength_out_of_range_is_refused(strength):
    with pytest.raises(ValueError, match="strength"):
        Johnson(untrained()).paint(gradient_picture(20, 30), [], strength, silent)


@pytest.mark.parametrize("shape", [(1, 20, 30), (20, 30), (3, 0, 30), (1, 3, 20, 30)])
def test_what_is_not_a_picture_is_refused(shape):
    with pytest.raises(ValueError, match="shape"):
        Johnson(untrained()).paint(torch.zeros(shape), [], 1.0, silent)


def test_running_statistics_of_old_checkpoints_are_ignored():
    old = untrained() | {"in1.running_mean": torch.zeros(32), "res1.in2.running_var": torch.ones(128)}
    photo = gradient_picture(20, 30)

    assert torch.equal(
        Johnson(old).paint(photo, [], 1.0, silent), Johnson(untrained()).paint(photo, [], 1.0, silent)
    )


def test_statistics_of_what_is_no_norm_are_an_error():
    with pytest.raises(WeightsError, match=r"conv1\.running_mean"):
        Johnson(untrained() | {"conv1.running_mean": torch.zeros(32)})


@pytest.mark.parametrize("style", STYLES)
def test_the_published_weights_paint_as_they_did(style):
    path = PUBLISHED / f"{style}.pth"
    if not path.is_file():
        pytest.skip(f"no published weights at {path}")
    with np.load(HERE / "johnson-reference.npz") as file:
        reference = torch.from_numpy(file[style]).float() / 255
    photo = gradient_picture(40, 48)
    painting = Johnson(path).paint(photo, [], 1.0, silent)

    assert len(read_state(path)) == 62
    assert psnr(painting, reference) >= 40
    assert psnr(painting, photo) < 25
