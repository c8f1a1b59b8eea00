"""Gram matrices, their mixtures and their gradients."""

import pytest
import torch

from nst.statistics import gram, mismatch, mixed, moments, pyramid, total_variation


def features(seed: int, channels: int = 5, height: int = 6, width: int = 7) -> torch.Tensor:
    return torch.randn(1, channels, height, width, generator=torch.Generator().manual_seed(seed)) + 0.5


def test_a_gram_matrix_is_the_papers_over_the_number_of_elements():
    layer = features(0)
    flat = layer[0].flatten(1)

    assert torch.allclose(gram(layer), flat @ flat.T / layer.numel(), atol=1e-6)


def test_a_gram_matrix_does_not_depend_on_the_pictures_size():
    layer = features(0)
    twice = torch.cat([layer, layer], dim=3)

    assert torch.allclose(gram(layer), gram(twice), atol=1e-6)


@pytest.mark.parametrize("memory_format", [torch.contiguous_format, torch.channels_last])
def test_the_gradient_written_by_hand_is_the_right_one(memory_format):
    layer = features(0).contiguous(memory_format=memory_format).requires_grad_()
    other = layer.detach().clone().requires_grad_()
    weights = torch.randn(5, 5, generator=torch.Generator().manual_seed(3))
    found = moments(layer)
    ((found.gram * weights).sum() + (found.mean * weights[0]).sum()).backward()
    flat = other[0].flatten(1)
    ((flat @ flat.T / 42 * weights).sum() + (flat.mean(1) * weights[0]).sum()).backward()

    assert layer.grad is not None
    assert torch.allclose(layer.grad, other.grad, atol=1e-6)


def test_statistics_are_float32_whatever_the_features_are():
    found = moments(features(0).bfloat16())

    assert found.gram.dtype == found.mean.dtype == torch.float32


def test_a_mixture_is_what_both_pictures_side_by_side_have():
    first, second = features(0), features(1)
    mixture = mixed([moments(first), moments(second)], [1.0, 3.0])
    wall = moments(torch.cat([first, second, second, second], dim=3))

    assert torch.allclose(mixture.gram, wall.gram, atol=1e-5)
    assert torch.allclose(mixture.mean, wall.mean, atol=1e-6)
    assert mismatch(wall, mixture) < 1e-6


def test_only_the_proportion_of_weights_counts():
    both = [moments(features(0)), moments(features(1))]

    assert torch.allclose(mixed(both, [0.2, 0.6]).gram, mixed(both, [1.0, 3.0]).gram)


def test_nothing_mismatches_itself_and_others_do():
    found = moments(features(0))

    assert mismatch(found, found) == 0
    assert mismatch(moments(features(1)), found) > 0.01


def test_a_mismatch_is_the_same_for_a_network_with_larger_numbers():
    small = mismatch(moments(features(0)), moments(features(1)))
    large = mismatch(moments(30 * features(0)), moments(30 * features(1)))

    assert torch.allclose(small, large, rtol=1e-4)


def test_a_style_of_one_colour_keeps_the_mismatch_finite():
    flat = moments(torch.ones(1, 5, 6, 7))

    assert torch.isfinite(mismatch(moments(features(0)), flat))
    assert torch.isfinite(mismatch(flat, moments(torch.zeros(1, 5, 6, 7))))


def test_a_flat_picture_has_no_variation_and_a_checkerboard_the_most():
    board = (torch.arange(8).view(8, 1) + torch.arange(8)).remainder(2).float().expand(1, 3, 8, 8)

    assert total_variation(torch.full((1, 3, 8, 8), 0.3)) == 0
    assert total_variation(board) > total_variation(torch.rand(1, 3, 8, 8))


def test_a_pyramid_halves_and_keeps_the_colour():
    sizes = pyramid(torch.full((1, 3, 33, 50), 0.4), 3)

    assert [tuple(size.shape[2:]) for size in sizes] == [(33, 50), (16, 25), (8, 12)]
    assert all(torch.allclose(size, torch.tensor(0.4)) for size in sizes)
