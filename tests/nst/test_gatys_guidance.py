"""Statistics of a part of a picture."""

import pytest
import torch

from nst.gatys_guidance import Goal, at_size, distance, guidance, guided_moments
from nst.statistics import mismatch, moments


def features(seed: int, channels: int = 5, height: int = 6, width: int = 8) -> torch.Tensor:
    values = torch.randn(1, channels, height, width, generator=torch.Generator().manual_seed(seed)) + 0.5
    return values.contiguous(memory_format=torch.channels_last)


def left_half() -> torch.Tensor:
    rule = torch.zeros(6, 8)
    rule[:, :4] = 1
    return rule


def soft(seed: int) -> torch.Tensor:
    return 0.1 + 0.9 * torch.rand(6, 8, generator=torch.Generator().manual_seed(seed))


def test_a_half_has_the_moments_that_it_has_alone():
    layer = features(0)
    (found,) = guided_moments(layer, [guidance(left_half())])
    alone = moments(layer[..., :4])

    assert torch.allclose(found.gram, alone.gram, atol=1e-6)
    assert torch.allclose(found.mean, alone.mean, atol=1e-6)


def test_a_soft_rule_weighs_each_place():
    layer, rule = features(0), soft(1)
    (found,) = guided_moments(layer, [guidance(rule)])
    flat, weights = layer[0].flatten(1), rule.flatten() / rule.sum()

    assert torch.allclose(found.gram, (flat * weights) @ flat.T, atol=1e-6)
    assert torch.allclose(found.mean, flat @ weights, atol=1e-6)


def test_both_halves_together_have_the_moments_of_the_whole():
    layer = features(0)
    halves = guided_moments(layer, [guidance(left_half()), guidance(1 - left_half())])
    whole = moments(layer)

    assert torch.allclose((halves[0].gram + halves[1].gram) / 2, whole.gram, atol=1e-6)
    assert torch.allclose((halves[0].mean + halves[1].mean) / 2, whole.mean, atol=1e-6)


def test_the_gradient_written_by_hand_is_the_right_one():
    layer = features(0).requires_grad_()
    other = layer.detach().clone().requires_grad_()
    rules = [left_half(), soft(1)]
    weights = torch.randn(2, 5, 5, generator=torch.Generator().manual_seed(3))
    found = guided_moments(layer, [guidance(rule) for rule in rules])
    sum(
        (one.gram * w).sum() + (one.mean * w[0]).sum() for one, w in zip(found, weights, strict=True)
    ).backward()
    flat = other[0].flatten(1)
    for rule, w in zip(rules, weights, strict=True):
        shares = rule.flatten() / rule.sum()
        (((flat * shares) @ flat.T * w).sum() + (flat @ shares * w[0]).sum()).backward()

    assert layer.grad is not None
    assert torch.allclose(layer.grad, other.grad, atol=1e-6)


def test_what_lies_outside_has_no_gradient():
    layer = features(0).requires_grad_()
    goal = Goal(moments=moments(features(1)), share=0.5, guidance=guidance(left_half()))
    distance(layer, [goal]).backward()

    assert layer.grad is not None
    assert (layer.grad[..., 4:] == 0).all()
    assert (layer.grad[..., :4] != 0).all()


def test_distances_of_regions_add_up_by_their_shares():
    layer, wanted = features(0), moments(features(1))
    halves = [guidance(left_half()), guidance(1 - left_half())]
    apart = [mismatch(found, wanted) for found in guided_moments(layer, halves)]
    together = distance(
        layer,
        [
            Goal(moments=wanted, share=share, guidance=one)
            for share, one in zip((0.3, 0.7), halves, strict=True)
        ],
    )

    assert torch.allclose(together, 0.3 * apart[0] + 0.7 * apart[1])
    assert distance(layer, [Goal(moments=wanted)]) == mismatch(moments(layer), wanted)


def test_a_layer_in_which_nothing_rules_has_no_distance():
    assert distance(features(0), []) == 0


@pytest.mark.parametrize("places", [0, 3])
def test_a_rule_over_too_few_places_says_nothing(places):
    rule = torch.zeros(6, 8)
    rule[0, :places] = 1

    assert guidance(rule) is None


def test_statistics_are_float32_whatever_the_features_are():
    layer = features(0).bfloat16().requires_grad_()
    (found,) = guided_moments(layer, [guidance(soft(1))])
    found.gram.sum().backward()

    assert found.gram.dtype == found.mean.dtype == torch.float32
    assert layer.grad is not None
    assert layer.grad.dtype == torch.bfloat16


def test_a_rule_is_averaged_over_the_places_of_a_layer():
    rules = torch.stack([left_half(), 1 - left_half()])

    assert torch.allclose(at_size(rules, 3, 4).sum(0), torch.tensor(1.0))
    assert at_size(rules, 3, 1)[0, 0, 0] == 0.5
