"""The ResNet-9 generator, untrained: form, strength, files. Its numbers are compared in ``tests.parity``."""

import numpy
import pytest
import torch
from torch import Tensor

from cyclegan.generator import CycleGAN, Generator
from painting.wish import Picture, Wish
from tests.painting.samples import unheard
from weights.checkpoint import WeightsError


def gradient_picture(height: int, width: int) -> Picture:
    rows = numpy.linspace(0, 1, height, dtype=numpy.float32)[None, :, None]
    columns = numpy.linspace(1, 0.4, width, dtype=numpy.float32)[None, None, :]
    return rows * columns * numpy.array([1.0, 0.6, 0.3], numpy.float32)[:, None, None]


def paint(painter: CycleGAN, picture: Picture, strength: float = 1.0) -> Picture:
    return painter.paint(Wish(content=picture, strength=strength), unheard)


@pytest.fixture(scope="module")
def state() -> dict[str, Tensor]:
    torch.manual_seed(0)
    return Generator().state_dict()


@pytest.fixture(scope="module")
def painter(state: dict[str, Tensor]) -> CycleGAN:
    return CycleGAN(state)


@pytest.fixture(scope="module")
def small() -> CycleGAN:
    torch.manual_seed(0)
    return CycleGAN(Generator(channels=16, blocks=2).state_dict())


def test_the_parameters_are_those_of_the_published_checkpoints(state: dict[str, Tensor]) -> None:
    assert sum(value.numel() for value in state.values()) == 11_378_179
    assert tuple(state["model.10.conv_block.5.weight"].shape) == (256, 256, 3, 3)
    assert tuple(state["model.19.weight"].shape) == (256, 128, 3, 3)
    assert tuple(state["model.26.weight"].shape) == (3, 64, 7, 7)
    assert not any(".2." in key for key in state)  # the first norm: without affine there is nothing to load


@pytest.mark.parametrize(("channels", "blocks"), [(8, 1), (16, 6), (64, 6)])
def test_a_smaller_generator_is_known_by_its_weights(channels: int, blocks: int) -> None:
    state = Generator(channels, blocks).state_dict()
    loaded = CycleGAN(state).net.state_dict()

    assert {key: value.shape for key, value in loaded.items()} == {k: v.shape for k, v in state.items()}
    assert torch.equal(loaded["model.1.weight"], state["model.1.weight"])


def test_half_the_strength_is_half_way(small: CycleGAN) -> None:
    photo = gradient_picture(20, 30)
    half, whole = (paint(small, photo, strength) for strength in (0.5, 1.0))

    assert not numpy.allclose(photo, whole, atol=0.1)
    assert numpy.allclose(half, (photo + whole) / 2, atol=1e-6)


def test_running_statistics_of_old_checkpoints_are_ignored(
    state: dict[str, Tensor], painter: CycleGAN
) -> None:
    running = {"model.2.running_mean": torch.zeros(64), "model.10.conv_block.2.running_var": torch.ones(256)}
    photo = gradient_picture(20, 30)

    assert numpy.array_equal(paint(CycleGAN(state | running), photo), paint(painter, photo))


def test_a_generator_that_lacks_a_parameter_is_refused_by_its_name(state: dict[str, Tensor]) -> None:
    lacking = {key: value for key, value in state.items() if key != "model.13.conv_block.5.bias"}

    with pytest.raises(WeightsError, match=r"model\.13\.conv_block\.5\.bias is missing"):
        CycleGAN(lacking)


@pytest.mark.parametrize("name", ["conv1.weight", "model.1.weight"])
def test_weights_of_another_net_are_refused(name: str) -> None:
    with pytest.raises(WeightsError, match=r"model\.1\."):
        CycleGAN({name: torch.zeros(64)})
