"""The ResNet-9 generator, untrained: form, sizes, refusals. Its numbers are compared in ``tests.parity``."""

import math

import numpy
import pytest
import torch
from torch import Tensor

from cyclegan.generator import CycleGAN, Generator
from painting import layers
from painting.sizes import resized
from painting.step import Step
from painting.wish import Colours, Picture, StylePicture, Wish
from weights.checkpoint import WeightsError


def gradient_picture(height: int, width: int) -> Picture:
    rows = numpy.linspace(0, 1, height, dtype=numpy.float32)[None, :, None]
    columns = numpy.linspace(1, 0.4, width, dtype=numpy.float32)[None, None, :]
    return rows * columns * numpy.array([1.0, 0.6, 0.3], numpy.float32)[:, None, None]


def clouds(height: int, width: int) -> Picture:
    """Soft blots of colour: something to see everywhere."""
    coarse = numpy.random.default_rng(0).random((3, height // 8, width // 8), dtype=numpy.float32)
    return resized(coarse, height, width).clip(0, 1)


def unheard(step: Step) -> None:
    """Take a step and do nothing with it."""


def paint(painter: CycleGAN, picture: Picture, strength: float = 1.0) -> Picture:
    return painter.paint(Wish(content=picture, strength=strength), unheard)


def psnr(one: Picture, other: Picture) -> float:
    return -10 * math.log10(max(1e-20, float(numpy.square(one - other).mean())))


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


@pytest.mark.parametrize("size", [(1, 1), (2, 40), (16, 16), (37, 61)])
def test_a_painting_has_the_size_of_its_photo(painter: CycleGAN, size: tuple[int, int]) -> None:
    painting = paint(painter, gradient_picture(*size))

    assert painting.shape == (3, *size)
    assert painting.dtype == numpy.float32
    assert 0 <= painting.min() <= painting.max() <= 1


@pytest.mark.parametrize(("channels", "blocks"), [(8, 1), (16, 6), (64, 6)])
def test_a_smaller_generator_is_known_by_its_weights(channels: int, blocks: int) -> None:
    state = Generator(channels, blocks).state_dict()
    loaded = CycleGAN(state).net.state_dict()

    assert {key: value.shape for key, value in loaded.items()} == {k: v.shape for k, v in state.items()}
    assert torch.equal(loaded["model.1.weight"], state["model.1.weight"])


def test_no_strength_gives_the_photo_back(small: CycleGAN) -> None:
    photo = gradient_picture(20, 30)

    assert numpy.array_equal(paint(small, photo, 0.0), photo)


def test_half_the_strength_is_half_way(small: CycleGAN) -> None:
    photo = gradient_picture(20, 30)
    half, whole = (paint(small, photo, strength) for strength in (0.5, 1.0))

    assert not numpy.allclose(photo, whole, atol=0.1)
    assert numpy.allclose(half, (photo + whole) / 2, atol=1e-6)


def test_the_photo_is_not_changed(small: CycleGAN) -> None:
    photo = gradient_picture(64, 48)
    before = photo.copy()
    paint(small, photo)

    assert numpy.array_equal(photo, before)


def test_layers_are_reported_up_to_the_last(small: CycleGAN) -> None:
    steps: list[Step] = []
    small.paint(Wish(content=gradient_picture(32, 32)), steps.append)

    assert [step.step for step in steps] == list(range(1, 11))  # six convolutions, two blocks of two
    assert {step.of for step in steps} == {10}


def test_an_exception_from_whoever_listens_stops_the_painting(small: CycleGAN) -> None:
    def stop(step: Step) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        small.paint(Wish(content=gradient_picture(32, 32)), stop)


@pytest.mark.parametrize(("halved", "least"), [(1 << 30, 60), (1 << 20, 45)])
def test_a_picture_painted_in_strips_equals_one_painted_at_once(
    small: CycleGAN, halved: int, least: float
) -> None:
    photo = clouds(160, 208)
    whole = paint(small, photo)
    with layers.limited_to(layers.Limits(whole=1 << 19, strip=1 << 20, halved=halved)):
        in_strips = paint(small, photo)

    assert whole.std() > 0.01
    assert psnr(whole, in_strips) >= least


def test_the_photo_s_hue_can_be_kept(small: CycleGAN) -> None:
    grey = numpy.broadcast_to(gradient_picture(32, 32)[:1], (3, 32, 32)).copy()
    coloured = small.paint(Wish(content=grey), unheard)
    kept = small.paint(Wish(content=grey, colours=Colours.LUMINANCE), unheard)

    assert numpy.ptp(coloured, axis=0).max() > 0.05
    assert numpy.ptp(kept, axis=0).max() < 1e-5


def test_a_style_image_is_refused(small: CycleGAN) -> None:
    photo = gradient_picture(20, 30)
    wish = Wish(content=photo, styles=(StylePicture(picture=photo),))

    with pytest.raises(ValueError, match="takes no style images"):
        small.paint(wish, unheard)


@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan")])
def test_a_strength_out_of_range_is_refused(small: CycleGAN, strength: float) -> None:
    with pytest.raises(ValueError, match="strength"):
        paint(small, gradient_picture(20, 30), strength)


@pytest.mark.parametrize("shape", [(1, 20, 30), (20, 30), (3, 0, 30), (1, 3, 20, 30)])
def test_what_is_not_a_picture_is_refused(small: CycleGAN, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="shape"):
        paint(small, numpy.zeros(shape, numpy.float32))


def test_a_picture_of_bytes_is_refused(small: CycleGAN) -> None:
    with pytest.raises(ValueError, match="float32"):
        small.paint(Wish(content=numpy.zeros((3, 20, 30), numpy.uint8)), unheard)


def test_a_picture_with_nan_is_refused(small: CycleGAN) -> None:
    photo = gradient_picture(20, 30)
    photo[1, 3, 4] = numpy.nan

    with pytest.raises(ValueError, match="not finite"):
        paint(small, photo)


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
