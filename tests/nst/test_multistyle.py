"""The painter with several styles that ships with the project."""

import itertools
import math
from pathlib import Path

import numpy
import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

from nst.drawings import draw
from nst.multistyle import InstanceNorm, MultiStyle, MultiStyleNet, mixture, names
from painting import layers
from painting.step import Step
from painting.wish import Colours, Picture, StylePicture, Wish
from weights.checkpoint import WeightsError

FILE = Path(__file__).resolve().parents[2] / "weights" / "files" / "multistyle.safetensors"
STYLES = names(FILE)


def unheard(step: Step) -> None:
    """Take a step and do nothing with it."""


def paint(style: str | dict[str, float], content: Picture, strength: float = 1.0, seed: int = 0) -> Picture:
    wish = Wish(content=content, strength=strength, seed=seed)
    return MultiStyle(FILE, style=style).paint(wish, unheard)


def psnr(one: Picture, other: Picture) -> float:
    return -10 * math.log10(max(1e-20, float(numpy.square(one - other).mean())))


def black(height: int = 8, width: int = 8) -> Picture:
    return numpy.zeros((3, height, width), numpy.float32)


def test_the_file_is_small_enough_to_ship_and_names_its_styles() -> None:
    assert FILE.stat().st_size < 2_000_000
    assert 2 <= len(STYLES) == len(set(STYLES))


@pytest.mark.parametrize("size", [(1, 1), (1, 70), (3, 2), (64, 64), (97, 131), (200, 33)])
def test_a_painting_has_exactly_the_size_of_the_photo(size: tuple[int, int]) -> None:
    painting = paint(STYLES[0], draw("brush", size))

    assert painting.shape == (3, *size)
    assert painting.dtype == numpy.float32
    assert painting.min() >= 0
    assert painting.max() <= 1


def test_each_style_paints_another_picture_and_none_gives_the_photo_back() -> None:
    photo = draw("dots", 128)
    paintings = [paint(style, photo) for style in STYLES]

    for one, other in itertools.combinations([photo, *paintings], 2):
        assert psnr(one, other) < 26  # more than 0.05 apart in the mean


def test_the_same_photo_is_painted_the_same_twice() -> None:
    photo = draw("waves", 96)

    assert numpy.array_equal(paint(STYLES[0], photo), paint(STYLES[0], photo))


def test_another_seed_paints_other_strokes_of_the_same_picture() -> None:
    photo = draw("waves", 96)
    first, second = (paint(STYLES[0], photo, seed=seed) for seed in (0, 1))

    assert 15 < psnr(first, second) < 60


def test_no_strength_gives_the_photo_and_half_lies_between() -> None:
    photo = draw("waves", 96)
    painting, half = paint(STYLES[0], photo), paint(STYLES[0], photo, 0.5)

    assert numpy.array_equal(paint(STYLES[0], photo, 0.0), photo)
    assert numpy.allclose(half, (photo + painting) / 2, atol=1e-6)


def test_layers_are_reported_in_order_up_to_the_last() -> None:
    steps: list[Step] = []
    MultiStyle(FILE, style=STYLES[0]).paint(Wish(content=draw("waves", 64)), steps.append)

    assert [step.step for step in steps] == list(range(1, 19))  # eight strokes and five residuals of two
    assert {step.of for step in steps} == {18}


@pytest.mark.parametrize(("halved", "least"), [(1 << 30, 60), (1 << 20, 45)])
def test_a_picture_painted_in_strips_equals_one_painted_at_once(halved: int, least: float) -> None:
    photo = draw("brush", (160, 208))
    whole = paint(STYLES[0], photo)
    with layers.limited_to(layers.Limits(whole=1 << 19, strip=1 << 20, halved=halved)):
        in_strips = paint(STYLES[0], photo)

    assert psnr(whole, in_strips) >= least


def test_the_photo_s_hue_can_be_kept() -> None:
    grey = numpy.repeat(draw("brush", 64)[:1], 3, axis=0)
    painter = MultiStyle(FILE, style=STYLES[0])
    kept = painter.paint(Wish(content=grey, colours=Colours.LUMINANCE), unheard)

    assert numpy.ptp(kept, axis=0).max() < 1e-5
    assert numpy.ptp(painter.paint(Wish(content=grey), unheard), axis=0).max() > 0.05


def test_a_mixture_lies_between_its_styles_and_is_neither() -> None:
    photo = draw("brush", 96)
    first, second = paint(STYLES[0], photo), paint(STYLES[1], photo)
    mixed = paint({STYLES[0]: 1, STYLES[1]: 1}, photo)

    apart = numpy.linalg.norm(first - second)
    assert 0.05 * apart < numpy.linalg.norm(mixed - first) < apart
    assert 0.05 * apart < numpy.linalg.norm(mixed - second) < apart


def test_a_mixture_of_one_style_is_that_style() -> None:
    photo = draw("ink", 64)

    assert numpy.array_equal(paint({STYLES[1]: 0.3}, photo), paint(STYLES[1], photo))


def test_weights_of_a_mixture_are_scaled_to_one() -> None:
    torch.testing.assert_close(mixture({"b": 1, "c": 3}, ("a", "b", "c")), torch.tensor([[0, 0.25, 0.75]]))


def test_an_unknown_style_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match=STYLES[0]):
        MultiStyle(FILE, style="fresco")


@pytest.mark.parametrize("weights", [{}, {STYLES[0]: 0.0}, {STYLES[0]: -1.0, STYLES[1]: 2.0}])
def test_a_mixture_needs_a_weight_above_zero_and_none_below(weights: dict[str, float]) -> None:
    with pytest.raises(ValueError, match="above 0"):
        MultiStyle(FILE, style=weights)


@pytest.mark.parametrize("count", [1, 5])
def test_style_images_are_refused(count: int) -> None:
    wish = Wish(content=black(), styles=(StylePicture(picture=black()),) * count)

    with pytest.raises(ValueError, match="takes no style images"):
        MultiStyle(FILE, style=STYLES[0]).paint(wish, unheard)


@pytest.mark.parametrize("strength", [-0.1, 1.5])
def test_a_strength_out_of_range_is_refused(strength: float) -> None:
    with pytest.raises(ValueError, match="strength"):
        paint(STYLES[0], black(), strength)


def test_a_picture_without_three_channels_is_refused() -> None:
    with pytest.raises(ValueError, match="shape"):
        paint(STYLES[0], black()[:1])


def test_a_picture_of_bytes_is_refused() -> None:
    wish = Wish(content=numpy.zeros((3, 8, 8), numpy.uint8))

    with pytest.raises(ValueError, match=r"float32 values .* not uint8"):
        MultiStyle(FILE, style=STYLES[0]).paint(wish, unheard)


def test_a_content_image_with_nan_is_refused() -> None:
    photo = black()
    photo[1, 2, 3] = numpy.nan

    with pytest.raises(ValueError, match="not finite"):
        paint(STYLES[0], photo)


def test_weights_with_a_key_missing_are_refused(tmp_path: Path) -> None:
    weights = load_file(FILE)
    del weights["blocks.0.first.conv.weight"]
    save_file(weights, tmp_path / "wrong.safetensors", {"styles": '["a", "b", "c", "d"]'})

    with pytest.raises(WeightsError, match=r"blocks\.0\.first\.conv\.weight"):
        MultiStyle(tmp_path / "wrong.safetensors", style="a")


def test_a_file_that_names_no_styles_is_refused(tmp_path: Path) -> None:
    save_file(load_file(FILE), tmp_path / "nameless.safetensors")

    with pytest.raises(WeightsError, match="names no styles"):
        MultiStyle(tmp_path / "nameless.safetensors", style=STYLES[0])


def test_the_norms_backward_is_the_gradient_of_its_forward() -> None:
    torch.manual_seed(0)
    features = torch.randn(2, 3, 5, 4, dtype=torch.float32, requires_grad=True)
    wanted = torch.randn(2, 3, 5, 4)
    (ours,) = torch.autograd.grad((InstanceNorm.apply(features) * wanted).sum(), features)
    (theirs,) = torch.autograd.grad((F.instance_norm(features) * wanted).sum(), features)

    torch.testing.assert_close(ours, theirs, rtol=1e-4, atol=1e-5)


def test_a_fresh_net_paints_all_styles_alike_until_it_is_trained() -> None:
    torch.manual_seed(0)
    net = MultiStyleNet(3).eval()
    image = torch.rand(1, 3, 64, 64)

    with torch.inference_mode():
        first, second = net(image, torch.eye(3)[:1]), net(image, torch.eye(3)[1:2])
    assert torch.equal(first, second)
