"""The optimiser by itself."""

from itertools import islice

import torch
from torch import Tensor

from nst.lbfgs import Box, minimise


class Open(Box):
    """No bounds."""

    def within(self, place: Tensor) -> Tensor:
        return place


OPTIMUM = torch.tensor([0.3, 1.7, -0.4, 0.9])
STRETCH = torch.tensor([1.0, 5.0, 20.0, 100.0])


def bowl(place: Tensor) -> tuple[float, Tensor]:
    difference = place - OPTIMUM
    return (STRETCH * difference.square()).sum().item(), 2 * STRETCH * difference


def test_the_minimum_in_the_box_is_found_and_the_box_never_left():
    walk = list(islice(minimise(bowl, torch.full((4,), 0.5), Box()), 60))

    assert torch.allclose(walk[-1].place, torch.tensor([0.3, 1.0, 0.0, 0.9]), atol=1e-2)
    assert all(0 <= iterate.place.min() <= iterate.place.max() <= 1 for iterate in walk)


def test_without_bounds_the_minimum_beyond_them_is_found():
    *_, last = islice(minimise(bowl, torch.full((4,), 0.5), Open()), 60)

    assert torch.allclose(last.place, OPTIMUM, atol=1e-2)


def test_a_loss_that_is_not_a_number_is_stepped_back_from():
    def evaluate(place: Tensor) -> tuple[float, Tensor]:
        loss = (place - 0.4).square().sum()
        return (float("nan") if (place < 0.1).any() else loss.item()), torch.full_like(place, 0.02)

    for iterate in islice(minimise(evaluate, torch.tensor([0.11, 0.9]), Box()), 20):
        assert torch.isfinite(iterate.place).all()
        assert iterate.loss == iterate.loss
