"""The ResNet-9 generator, untrained: form, sizes, refusals. Its numbers are compared in ``tests.parity``."""

import pytest
import torch
from torch import Tensor

from cyclegan.generator import CycleGAN, Generator
from weights.checkpoint import WeightsError


def gradient_picture(height: int, width: int) -> Tensor:
    rows = torch.linspace(0, 1, height).view(1, height, 1).expand(3, height, width)
    return rows * torch.tensor([1.0, 0.6, 0.3]).view(3, 1, 1)


def silent(step: object) -> None:
    raise AssertionError("one pass has no steps to report")


@pytest.fixture(scope="module")
def state():
    torch.manual_seed(0)
    return Generator().state_dict()


@pytest.fixture(scope="module")
def painter(state):
    return CycleGAN(state)


def test_the_parameters_are_those_of_the_published_checkpoints(state):
    assert sum(value.numel() for value in state.values()) == 11_378_179
    assert tuple(state["model.10.conv_block.5.weight"].shape) == (256, 256, 3, 3)
    assert tuple(state["model.19.weight"].shape) == (256, 128, 3, 3)
    assert tuple(state["model.26.weight"].shape) == (3, 64, 7, 7)
    assert not any(".2." in key for key in state)  # the first norm: without affine there is nothing to load


@pytest.mark.parametrize("size", [(1, 1), (2, 40), (16, 16), (37, 61)])
def test_a_painting_has_the_size_of_its_photo(painter, size):
    painting = painter.paint(gradient_picture(*size), [], 1.0, silent)

    assert painting.shape == (3, *size)
    assert painting.dtype == torch.float32
    assert 0 <= painting.min() <= painting.max() <= 1


def test_no_strength_gives_the_photo_back(painter):
    photo = gradient_picture(20, 30)

    assert torch.equal(painter.paint(photo, [], 0.0, silent), photo)


def test_half_the_strength_is_half_way(painter):
    photo = gradient_picture(20, 30)
    half, whole = (painter.paint(photo, [], strength, silent) for strength in (0.5, 1.0))

    assert torch.allclose(half, (photo + whole) / 2, atol=1e-6)


def test_a_style_picture_is_refused(painter):
    photo = gradient_picture(20, 30)

    with pytest.raises(ValueError, match="takes no style pictures"):
        painter.paint(photo, [(photo, 1.0)], 1.0, silent)


@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan")])
def test_a_strength_out_of_range_is_refused(painter, strength):
    with pytest.raises(ValueError, match="strength"):
        painter.paint(gradient_picture(20, 30), [], strength, silent)


@pytest.mark.parametrize("shape", [(1, 20, 30), (20, 30), (3, 0, 30), (1, 3, 20, 30)])
def test_what_is_not_a_picture_is_refused(painter, shape):
    with pytest.raises(ValueError, match="shape"):
        painter.paint(torch.zeros(shape), [], 1.0, silent)


def test_a_picture_of_bytes_is_refused(painter):
    with pytest.raises(ValueError, match="floating-point"):
        painter.paint(torch.zeros(3, 20, 30, dtype=torch.uint8), [], 1.0, silent)


def test_running_statistics_of_old_checkpoints_are_ignored(state, painter):
    running = {"model.2.running_mean": torch.zeros(64), "model.10.conv_block.2.running_var": torch.ones(256)}
    photo = gradient_picture(20, 30)
    old = CycleGAN(state | running)

    assert torch.equal(old.paint(photo, [], 1.0, silent), painter.paint(photo, [], 1.0, silent))


def test_a_generator_with_six_blocks_is_refused_by_name():
    with pytest.raises(WeightsError, match=r"model\.16\.conv_block\.1\.weight is missing"):
        CycleGAN(Generator(blocks=6).state_dict())
