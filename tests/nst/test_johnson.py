"""The transformer net, untrained and with the four published weights."""

import math
from pathlib import Path

import numpy
import pytest
import torch
from torch import Tensor

from nst.johnson import Johnson, TransformerNet
from painting import layers
from painting.step import Step
from painting.wish import Colours, Picture, StylePicture, Wish
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


def psnr(one: Picture, other: Picture) -> float:
    return -10 * math.log10(max(1e-20, float(numpy.square(one - other).mean())))


def unheard(step: Step) -> None:
    """Take a step and do nothing with it."""


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


@pytest.mark.parametrize("size", [(1, 1), (3, 50), (16, 16), (37, 61), (70, 5)])
def test_a_painting_has_the_size_of_its_photo(painter: Johnson, size: tuple[int, int]) -> None:
    painting = paint(painter, gradient_picture(*size))

    assert painting.shape == (3, *size)
    assert painting.dtype == numpy.float32
    assert 0 <= painting.min() <= painting.max() <= 1


def test_no_strength_gives_the_photo_back(painter: Johnson) -> None:
    photo = gradient_picture(20, 30)

    assert numpy.array_equal(paint(painter, photo, 0.0), photo)


def test_half_the_strength_is_half_way(painter: Johnson) -> None:
    photo = gradient_picture(20, 30)
    half, whole = (paint(painter, photo, strength) for strength in (0.5, 1.0))

    assert not numpy.allclose(photo, whole, atol=0.1)
    assert numpy.allclose(half, (photo + whole) / 2, atol=1e-6)


def test_the_photo_is_not_changed(painter: Johnson) -> None:
    photo = gradient_picture(64, 48)
    paint(painter, photo)

    assert numpy.array_equal(photo, gradient_picture(64, 48))


def test_layers_are_reported_in_order_up_to_the_last(painter: Johnson) -> None:
    steps: list[Step] = []
    painter.paint(Wish(content=gradient_picture(20, 30)), steps.append)

    assert [step.step for step in steps] == list(range(1, 17))  # six convolutions, five blocks of two
    assert {step.of for step in steps} == {16}


def test_an_exception_from_whoever_listens_stops_the_painting(painter: Johnson) -> None:
    def stop(step: Step) -> None:
        raise InterruptedError

    with pytest.raises(InterruptedError):
        painter.paint(Wish(content=gradient_picture(20, 30)), stop)


@pytest.mark.parametrize(("halved", "least"), [(1 << 30, 60), (1 << 20, 45)])
def test_a_picture_painted_in_strips_equals_one_painted_at_once(
    painter: Johnson, halved: int, least: float
) -> None:
    photo = gradient_picture(160, 208)
    whole = paint(painter, photo)
    with layers.limited_to(layers.Limits(whole=1 << 19, strip=1 << 20, halved=halved)):
        in_strips = paint(painter, photo)

    assert whole.std() > 0.05
    assert psnr(whole, in_strips) >= least


def test_the_photo_s_hue_can_be_kept(painter: Johnson) -> None:
    photo = gradient_picture(32, 32)
    grey = numpy.broadcast_to(photo[:1], photo.shape).copy()
    kept = painter.paint(Wish(content=grey, colours=Colours.LUMINANCE), unheard)

    assert numpy.ptp(kept, axis=0).max() < 1e-5
    assert numpy.ptp(paint(painter, grey), axis=0).max() > 0.05


@pytest.mark.parametrize("count", [1, 5])
def test_a_style_image_is_refused(painter: Johnson, count: int) -> None:
    photo = gradient_picture(20, 30)
    styles = (StylePicture(picture=photo),) * count

    with pytest.raises(ValueError, match="takes no style images"):
        painter.paint(Wish(content=photo, styles=styles), unheard)


@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan")])
def test_a_strength_out_of_range_is_refused(painter: Johnson, strength: float) -> None:
    with pytest.raises(ValueError, match="strength"):
        paint(painter, gradient_picture(20, 30), strength)


@pytest.mark.parametrize("shape", [(1, 20, 30), (20, 30), (3, 0, 30), (1, 3, 20, 30)])
def test_what_is_not_a_picture_is_refused(painter: Johnson, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match="shape"):
        paint(painter, numpy.zeros(shape, numpy.float32))


@pytest.mark.parametrize("kind", ["uint8", "float64"])
def test_a_picture_of_other_values_is_refused(painter: Johnson, kind: str) -> None:
    with pytest.raises(ValueError, match=f"float32 values .* not {kind}"):
        painter.paint(Wish(content=numpy.zeros((3, 20, 30), kind)), unheard)


def test_a_content_image_with_nan_is_refused(painter: Johnson) -> None:
    photo = gradient_picture(20, 30)
    photo[1, 3, 4] = numpy.nan

    with pytest.raises(ValueError, match="not finite"):
        paint(painter, photo)


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
