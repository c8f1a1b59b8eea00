"""Figures by which a painting is told from a photo."""

import math

import pytest
import torch

from nst.referee import psnr, style_loss
from nst.vgg import SHALLOW_DEPTH, Vgg


@pytest.fixture(scope="module")
def features() -> Vgg:
    torch.manual_seed(0)
    return Vgg(SHALLOW_DEPTH).eval().requires_grad_(False)


def stripes(width: int) -> torch.Tensor:
    return (torch.arange(64) // width % 2).float().expand(3, 64, 64)


def test_ten_times_the_error_is_twenty_decibels() -> None:
    black = torch.zeros(3, 4, 5)

    assert psnr(black, black + 0.1) == pytest.approx(20, abs=1e-3)
    assert psnr(black, black + 0.01) == pytest.approx(40, abs=1e-3)


def test_equal_pictures_are_infinitely_alike() -> None:
    assert psnr(stripes(4), stripes(4)) == math.inf


def test_pictures_of_different_sizes_cannot_be_compared() -> None:
    with pytest.raises(ValueError, match="cannot be compared"):
        psnr(torch.zeros(3, 4, 5), torch.zeros(3, 4, 6))


def test_the_same_stripes_elsewhere_are_the_same_style(features: Vgg) -> None:
    moved = stripes(4).roll(2, dims=2)

    assert style_loss(stripes(4), stripes(4), features) == 0
    assert style_loss(moved, stripes(4), features) < 0.25 * style_loss(stripes(16), stripes(4), features)
