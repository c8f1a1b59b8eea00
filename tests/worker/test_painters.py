"""The table of painters, and which of them stay warm."""

from pathlib import Path

import pytest
import torch

import weights
from jobs.catalogue import STYLES, Method
from worker import painters
from worker.painters import MOST_WARM, Painters, build, title, weights_of

OURS = [style.name for style in STYLES.values() if style.method is Method.MULTISTYLE]


@pytest.fixture
def warm(tmp_path: Path) -> Painters:
    return Painters(tmp_path, "cpu")


@pytest.mark.parametrize("style", OURS)
def test_our_styles_paint_without_any_download(style: str, tmp_path: Path):
    photo = torch.rand(3, 70, 90)
    painting = build(Method.MULTISTYLE, {style: 1.0}, tmp_path, "cpu", 512).paint(photo, [], 1.0, print)

    assert painting.shape == photo.shape
    assert (painting - photo).abs().mean() > 0.05


def test_weights_that_are_not_installed_are_told_with_the_command_that_fetches_them(tmp_path: Path):
    with pytest.raises(weights.NotInstalled, match="fetch johnson-candy"):
        build(Method.JOHNSON, {"candy": 1.0}, tmp_path, "cpu", 512)


def test_a_painter_is_loaded_once(warm: Painters):
    first = warm.get(Method.MULTISTYLE, {"wave": 1.0}, 512)

    assert warm.get(Method.MULTISTYLE, {"wave": 1.0}, 512) is first
    assert warm.get(Method.MULTISTYLE, {"visit": 1.0}, 512) is not first


def test_the_least_recently_used_painter_goes_first(warm: Painters):
    first, second = (warm.get(Method.MULTISTYLE, {"wave": 1.0}, side) for side in (1, 2))
    warm.get(Method.MULTISTYLE, {"wave": 1.0}, 1)
    for side in range(10, 10 + MOST_WARM - 1):
        warm.get(Method.MULTISTYLE, {"wave": 1.0}, side)

    assert warm.get(Method.MULTISTYLE, {"wave": 1.0}, 1) is first
    assert warm.get(Method.MULTISTYLE, {"wave": 1.0}, 2) is not second


def test_gatys_says_which_features_it_looked_through(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    assert weights_of(Method.GATYS, (), tmp_path) == "features-small"
    assert title(Method.GATYS, tmp_path) == "Gatys, small features"

    monkeypatch.setattr(painters.weights, "installed", lambda name, _: name == "vgg19")

    assert title(Method.GATYS, tmp_path) == "Gatys, VGG-19"
