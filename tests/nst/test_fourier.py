"""A picture by its spectrum."""

import pytest
import torch

from nst.fourier import Fourier, hartley

SIZES = [(16, 16), (17, 30), (9, 1), (33, 20)]


def picture(height: int, width: int) -> torch.Tensor:
    return torch.rand(3, height, width, generator=torch.Generator().manual_seed(height))


@pytest.mark.parametrize("size", SIZES)
def test_the_transform_is_its_own_inverse_and_keeps_the_length(size):
    values = picture(*size)

    assert torch.allclose(hartley(hartley(values)), values, atol=1e-5)
    assert torch.allclose(hartley(values).norm(), values.norm(), rtol=1e-5)


def test_the_transform_is_symmetric():
    left, right = picture(9, 14), picture(9, 14).flip(0)

    assert torch.allclose((hartley(left) * right).sum(), (left * hartley(right)).sum(), rtol=1e-4)


@pytest.mark.parametrize("size", SIZES)
def test_a_picture_comes_back_from_its_unknowns(size):
    fourier = Fourier(*size)
    back = fourier.picture(fourier.unknowns(picture(*size)))

    assert torch.allclose(back, picture(*size), atol=0.003)


def test_black_and_white_come_back_and_can_still_change():
    fourier = Fourier(8, 8)
    board = (torch.arange(8).view(8, 1) + torch.arange(8)).remainder(2).float().expand(3, 8, 8)
    unknowns = fourier.unknowns(board)
    values_slope = 0.5 * torch.cos(torch.asin(2 * fourier.picture(unknowns) - 1))

    assert torch.allclose(fourier.picture(unknowns), board, atol=0.003)
    assert values_slope.min() > 0.04


def test_all_unknowns_are_pictures():
    fourier = Fourier(12, 10)
    made = fourier.picture(100 * torch.randn(3, 12, 10, generator=torch.Generator().manual_seed(0)))

    assert 0 <= made.min() <= made.max() <= 1


def test_the_gradient_written_by_hand_is_the_right_one():
    fourier = Fourier(11, 14)
    unknowns = fourier.unknowns(picture(11, 14)).requires_grad_()
    weights = torch.randn(3, 11, 14, generator=torch.Generator().manual_seed(1))
    (fourier.picture(unknowns) * weights).sum().backward()

    assert unknowns.grad is not None
    assert torch.allclose(fourier.gradient(unknowns.detach(), weights), unknowns.grad, atol=1e-5)


def test_a_change_is_measured_in_pixels():
    fourier = Fourier(16, 16)
    grey = fourier.unknowns(torch.full((3, 16, 16), 0.5))
    direction = 0.001 * torch.randn(3, 16, 16, generator=torch.Generator().manual_seed(2))
    moved = (fourier.picture(grey + direction) - fourier.picture(grey)).abs().mean()

    assert torch.allclose(fourier.change(direction), moved, rtol=0.01)


def test_a_step_of_equal_length_moves_large_shapes_more_than_specks():
    fourier = Fourier(32, 32)
    low, high = torch.zeros(3, 32, 32), torch.zeros(3, 32, 32)
    low[0, 0, 1] = high[0, 0, 16] = 0.1

    assert fourier.change(low) > 2 * fourier.change(high)
