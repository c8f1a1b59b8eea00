"""The painter with several styles that ships with the project."""

import itertools
from pathlib import Path

import numpy
import pytest
import torch
import torch.nn.functional as F
from safetensors.torch import load_file, save_file

from nst.drawings import draw
from nst.multistyle import InstanceNorm, MultiStyle, MultiStyleNet, mixture, names
from painting.wish import Picture, Wish
from tests.painting.samples import psnr, unheard
from weights.checkpoint import WeightsError

FILE = Path(__file__).resolve().parents[2] / "weights" / "files" / "multistyle.safetensors"
STYLES = names(FILE)


def paint(style: str | dict[str, float], content: Picture, strength: float = 1.0, seed: int = 0) -> Picture:
    wish = Wish(content=content, strength=strength, seed=seed)
    return MultiStyle(FILE, style=style).paint(wish, unheard)


def test_the_file_is_small_enough_to_ship_and_names_its_styles() -> None:
    assert FILE.stat().st_size < 2_000_000
    assert 2 <= len(STYLES) == len(set(STYLES))


def test_each_style_paints_another_picture_and_none_gives_the_photo_back() -> None:
    photo = draw("dots", 128)
    paintings = [paint(style, photo) for style in STYLES]

    for one, other in itertools.combinations([photo, *paintings], 2):
        assert psnr(one, other) < 26  # more than 0.05 apart in the mean


def test_another_seed_paints_other_strokes_of_the_same_picture() -> None:
    photo = draw("waves", 96)
    first, second = (paint(STYLES[0], photo, seed=seed) for seed in (0, 1))

    assert 15 < psnr(first, second) < 60


def test_half_the_strength_is_half_way() -> None:
    photo = draw("waves", 96)
    painting, half = paint(STYLES[0], photo), paint(STYLES[0], photo, 0.5)

    assert numpy.allclose(half, (photo + painting) / 2, atol=1e-6)


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
