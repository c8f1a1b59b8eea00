"""Layers in strips equal the plain ones, whatever their form; nothing else is changed by cutting."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor, nn

from painting import layers
from painting.layers import Limits, limited_to
from painting.step import Step

#: Everything in strips of one row or two, and nothing halved.
NARROW = Limits(whole=0, strip=0)
WIDER = Limits(whole=0, strip=6000)
HALVED = Limits(whole=0, strip=6000, halved=0)

CONVOLUTIONS = st.fixed_dictionaries(
    {
        "kernel": st.sampled_from([1, 2, 3, 4, 5, 7, 9]),
        "stride": st.sampled_from([1, 2, 3]),
        "border": st.sampled_from(["reflect", "replicate", "zeros"]),
        "enlarge": st.sampled_from([1, 2, 3]),
        "enlarging": st.sampled_from(["nearest", "bilinear"]),
        "groups": st.sampled_from([1, 2]),
        "bias": st.booleans(),
    }
)


@contextmanager
def cut(limits: Limits) -> Iterator[None]:
    with torch.inference_mode(), limited_to(limits):
        yield


def features(*shape: int, seed: int = 0, mean: float = 0.0) -> Tensor:
    return mean + torch.randn(shape, generator=torch.Generator().manual_seed(seed))


def convolution(inputs: int = 4, outputs: int = 6, **how: Any) -> layers.Convolution:
    torch.manual_seed(1)
    return layers.Convolution(inputs, outputs, **how)


def bordered(image: Tensor, layer: layers.Convolution) -> Tensor:
    """What the layer shall see, by torch's own means and with nothing cut."""
    if layer.enlarge > 1:
        smooth = {"align_corners": False} if layer.enlarging == "bilinear" else {}
        image = F.interpolate(image, scale_factor=float(layer.enlarge), mode=layer.enlarging, **smooth)
    mode = {"zeros": "constant"}.get(layer.padding_mode, layer.padding_mode)
    return F.pad(image, [int(layer.padding[0])] * 4, mode=mode)


def expected(image: Tensor, layer: layers.Convolution) -> Tensor:
    seen = bordered(image, layer)
    return F.conv2d(seen, layer.weight, layer.bias, layer.stride, groups=layer.groups)


def decibels(one: Tensor, other: Tensor) -> float:
    """How much larger one is than its difference from the other."""
    one, other = one.detach().double(), other.detach().double()
    error = (one - other).square().mean()
    return float(10 * torch.log10(other.square().mean() / error.clamp_min(1e-30)))


@settings(deadline=None, max_examples=250, derandomize=True)
@given(
    how=CONVOLUTIONS,
    height=st.integers(9, 23),
    width=st.integers(9, 14),
    count=st.sampled_from([1, 2]),
    limits=st.sampled_from([NARROW, WIDER]),
)
def test_a_convolution_in_strips_equals_the_plain_one(
    how: dict[str, Any], height: int, width: int, count: int, limits: Limits
) -> None:
    layer, image = convolution(**how), features(count, 4, height, width)
    before = image.clone()
    with cut(limits):
        result = layer(image)

    assert decibels(result, expected(image, layer)) >= 120
    assert result.shape == expected(image, layer).shape == layer.shape_after(image.shape)
    assert torch.equal(image, before)


@pytest.mark.parametrize("border", ["reflect", "replicate", "zeros"])
@pytest.mark.parametrize("kernel", [3, 4, 7])
@pytest.mark.parametrize("padding", [0, 1, 2])
def test_a_border_of_another_width_is_heeded_in_strips(border: str, kernel: int, padding: int) -> None:
    layer, image = convolution(kernel=kernel, padding=padding, border=border), features(1, 4, 11, 12)
    with cut(NARROW):
        result = layer(image)

    assert decibels(result, expected(image, layer)) >= 120


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (2, 3), (5, 1)])
@pytest.mark.parametrize("border", ["replicate", "zeros"])
@pytest.mark.parametrize("kernel", [1, 3, 4, 9])
def test_pictures_smaller_than_the_kernel_are_cut_too(
    kernel: int, border: str, size: tuple[int, int]
) -> None:
    layer, image = convolution(kernel=kernel, border=border), features(1, 4, *size)
    with cut(NARROW):
        result = layer(image)

    assert decibels(result, expected(image, layer)) >= 120


@pytest.mark.parametrize("size", [(5, 5), (5, 30), (30, 5)])
def test_a_mirrored_border_may_be_one_less_than_the_picture(size: tuple[int, int]) -> None:
    layer, image = convolution(kernel=9), features(1, 4, *size)
    with cut(NARROW):
        result = layer(image)

    assert decibels(result, expected(image, layer)) >= 120


@pytest.mark.parametrize("rows", [slice(0, 1), slice(3, 8), slice(9, 11), slice(0, 11)])
@pytest.mark.parametrize("how", [{"kernel": 5}, {"kernel": 3, "border": "zeros"}])
@torch.inference_mode()
def test_any_rows_of_a_convolution_can_be_had(how: dict[str, Any], rows: slice) -> None:
    layer, image = convolution(**how), features(1, 4, 11, 12).half()
    strip = layer.strip(image, rows)

    assert strip.dtype == torch.float32
    assert decibels(strip, expected(image.float(), layer)[:, :, rows]) >= 120


@pytest.mark.parametrize(
    ("row_input", "multiple", "rows"), [(0, 1, 8), (0, 3, 6), (100, 1, 4), (10**6, 3, 3)]
)
def test_strips_cover_every_row_once(row_input: int, multiple: int, rows: int) -> None:
    row = 4 * 5 * 5  # bytes of a row of five channels
    with cut(Limits(whole=20 * row, strip=8 * row)):
        strips = layers.strips_of((1, 5, 21, 5), row_input, multiple=multiple)

    assert strips is not None
    assert [place for strip in strips for place in range(strip.start, strip.stop)] == list(range(21))
    assert {strip.stop - strip.start for strip in strips[:-1]} == {rows}


def test_a_layer_that_is_small_or_wants_a_gradient_has_no_strips() -> None:
    with limited_to(Limits(whole=2100 * 4, strip=0)):
        wanting_gradients = layers.strips_of((1, 5, 22, 20))
        with torch.inference_mode():
            small, large = layers.strips_of((1, 5, 21, 20)), layers.strips_of((1, 5, 22, 20))

    assert wanting_gradients is None
    assert small is None
    assert large is not None


@pytest.mark.parametrize("how", [{"kernel": 3}, {"kernel": 9, "stride": 2}, {"kernel": 3, "enlarge": 2}])
def test_a_small_layer_is_not_cut_and_equals_torch_to_the_bit(how: dict[str, Any]) -> None:
    layer, image = convolution(**how), features(1, 4, 20, 21)
    with torch.inference_mode():
        result = layer(image)

    assert torch.equal(result, expected(image, layer))


@pytest.mark.parametrize("limits", [layers.USUAL, NARROW])
def test_a_convolution_can_be_added_onto_what_there_is(limits: Limits) -> None:
    layer, image, sum_before = convolution(kernel=3), features(1, 4, 20, 21), features(1, 6, 20, 21, seed=2)
    onto = sum_before.clone()
    with cut(limits):
        result = layer(image, onto=onto)

    assert decibels(result, sum_before + expected(image, layer)) >= 120
    assert (result is onto) == (limits is NARROW)
    assert torch.equal(onto, sum_before) == (limits is not NARROW)


def test_channels_last_is_taken() -> None:
    layer, image = convolution(kernel=3), features(1, 4, 20, 21)
    with cut(NARROW):
        result = layer(image.contiguous(memory_format=torch.channels_last))

    assert decibels(result, expected(image, layer)) >= 120


@pytest.mark.parametrize("size", [(1, 1), (2, 9), (13, 8)])
@pytest.mark.parametrize("limits", [NARROW, WIDER])
def test_a_transposed_convolution_in_strips_equals_the_plain_one(
    size: tuple[int, int], limits: Limits
) -> None:
    torch.manual_seed(1)
    layer, image = layers.TransposedConvolution(5, 4), features(2, 5, *size)
    with torch.inference_mode():
        whole = layer(image)
    with cut(limits):
        result = layer(image)

    assert whole.shape == (2, 4, 2 * size[0], 2 * size[1])
    assert decibels(result, whole) >= 120


@pytest.mark.parametrize("affine", [True, False])
@pytest.mark.parametrize("mean", [0.0, 1000.0])
@pytest.mark.parametrize("limits", [NARROW, WIDER])
def test_an_instance_norm_in_strips_equals_the_plain_one(affine: bool, mean: float, limits: Limits) -> None:
    layer, image = layers.InstanceNorm(5, affine=affine), features(2, 5, 33, 17, mean=mean)
    if affine:
        nn.init.normal_(layer.weight)
        nn.init.normal_(layer.bias)
    wanted = F.instance_norm(
        image.double(), weight=_double(layer.weight), bias=_double(layer.bias), eps=layer.eps
    )
    with cut(limits):
        result = layer(image.clone())

    assert decibels(result, wanted) >= (120 if mean == 0 else 80)


def _double(parameter: Tensor | None) -> Tensor | None:
    return None if parameter is None else parameter.detach().double()


@pytest.mark.parametrize("unbiased", [True, False])
@pytest.mark.parametrize("mean", [0.0, -3.0, 5000.0])
@pytest.mark.parametrize("limits", [layers.USUAL, NARROW, WIDER])
def test_means_and_deviations_are_those_of_the_whole_picture(
    unbiased: bool, mean: float, limits: Limits
) -> None:
    image = features(2, 5, 33, 17, mean=mean)
    image += torch.linspace(0, 1, 33).view(1, 1, 33, 1)  # no strip has the mean of the whole
    variance, wanted = torch.var_mean(image.double(), (2, 3), correction=int(unbiased))
    with cut(limits):
        found, deviation = layers.mean_deviation(image, 1e-5, unbiased=unbiased)

    assert found.dtype == deviation.dtype == torch.float32
    torch.testing.assert_close(found.double(), wanted, rtol=1e-6, atol=1e-6)
    torch.testing.assert_close(deviation.double(), (variance + 1e-5).sqrt(), rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("limits", [layers.USUAL, NARROW])
def test_a_channel_of_one_value_has_the_deviation_that_was_asked_for_at_least(limits: Limits) -> None:
    with cut(limits):
        mean, deviation = layers.mean_deviation(torch.full((1, 1, 30, 30), 777.7), eps=1e-4)

    assert mean.item() == pytest.approx(777.7)
    assert deviation.item() == pytest.approx(1e-2, rel=1e-3)


@pytest.mark.parametrize("shape", [(2, 5), (5,)])
@pytest.mark.parametrize("limits", [layers.USUAL, NARROW, WIDER])
def test_features_are_scaled_and_shifted_by_channel(shape: tuple[int, ...], limits: Limits) -> None:
    image, scale, shift = features(2, 5, 9, 8), features(*shape, seed=1), features(*shape, seed=2)
    wanted = image * scale.view(-1, 5, 1, 1) + shift.view(-1, 5, 1, 1)
    with cut(limits):
        result = layers.scaled(image, scale, shift)

    torch.testing.assert_close(result, wanted)
    assert (result is image) == (limits is not layers.USUAL)


def test_the_largest_layers_are_kept_as_halves_and_come_near() -> None:
    layer, image = convolution(kernel=3), features(1, 4, 40, 31)
    torch.manual_seed(1)
    enlarger, norm = layers.TransposedConvolution(6, 4), layers.InstanceNorm(4)
    wanted = enlarger(expected(image, layer)).detach()
    wanted = F.instance_norm(wanted)
    with cut(HALVED):
        convolved = layer(image)
        enlarged = enlarger(convolved)
        result = norm(enlarged)

    assert convolved.dtype == enlarged.dtype == result.dtype == torch.float16
    assert decibels(result, wanted) >= 60


def test_a_layer_that_is_kept_as_halves_tells_a_clear_sky_from_one_colour() -> None:
    sky = 200 + torch.linspace(0, 1, 40).view(1, 1, 40, 1).expand(1, 1, 40, 31)
    keeping, norm = layers.Convolution(1, 1, 1, bias=False), layers.InstanceNorm(1)
    nn.init.ones_(keeping.weight)
    with cut(HALVED):
        found = norm(keeping(sky))

    assert decibels(found, F.instance_norm(sky.double())) >= 15


@pytest.mark.parametrize("enlarging", [False, True])
def test_values_too_large_for_a_half_are_kept_as_its_largest(enlarging: bool) -> None:
    torch.manual_seed(1)
    layer = layers.TransposedConvolution(1, 1) if enlarging else layers.Convolution(1, 1, 3)
    nn.init.ones_(layer.weight)
    with cut(HALVED):
        found = layer(torch.tensor([1e9, -1e9]).view(1, 1, 1, 2).repeat_interleave(8, 3).repeat(1, 1, 8, 1))

    assert found.isfinite().all()
    assert (found.max(), found.min()) == (layers.MOST, -layers.MOST)


def test_what_is_kept_as_halves_is_known_by_its_size() -> None:
    with limited_to(Limits(halved=4 * 3 * 100)):
        assert layers.limits().halved == 1200
        assert not layers.is_halved((1, 3, 10, 10))
        assert layers.is_halved((1, 3, 10, 11))


def test_where_gradients_are_wanted_nothing_is_cut_and_they_are_those_of_torch() -> None:
    layer, norm = convolution(kernel=3, stride=2, enlarge=2), layers.InstanceNorm(6, affine=True)
    image = features(1, 4, 9, 10).requires_grad_()
    with limited_to(NARROW):
        mean, deviation = layers.mean_deviation(image)
        normal = layers.scaled(image, 1 / deviation, -mean / deviation)
        ours = layers.added(normal, layers.rectified(norm(layer(image)))[:, :4])
    wanted = F.instance_norm(image) + F.relu(F.instance_norm(expected(image, layer)))[:, :4]
    target = features(*wanted.shape, seed=3)
    gradients = [
        torch.autograd.grad((one - target).square().sum(), [image, layer.weight]) for one in (ours, wanted)
    ]

    for one, other in zip(*gradients, strict=True):
        assert other.abs().sum() > 0
        torch.testing.assert_close(one, other, rtol=1e-3, atol=1e-4)


@pytest.mark.parametrize("limits", [layers.USUAL, NARROW])
def test_where_gradients_are_wanted_nothing_is_changed_in_place(limits: Limits) -> None:
    image, onto = features(1, 4, 9, 10), features(1, 4, 9, 10, seed=1)
    before = image.clone(), onto.clone()
    with limited_to(limits):
        convolution(4, 4, kernel=3)(image, onto=onto)
        layers.InstanceNorm(4)(image)
        layers.scaled(image, torch.ones(4), torch.ones(4))
        layers.rectified(image)
        layers.added(image, onto)

    assert torch.equal(image, before[0])
    assert torch.equal(onto, before[1])


def test_where_no_gradient_is_wanted_memory_is_used_again() -> None:
    image, change = features(1, 4, 9, 10), features(1, 4, 9, 10, seed=1)
    wanted = F.relu(image) + change
    with torch.inference_mode():
        positive = layers.rectified(image)
        total = layers.added(positive, change)

    assert positive is image
    assert total is change
    torch.testing.assert_close(total, wanted)


def test_limits_hold_in_their_block_only() -> None:
    layer, image = convolution(kernel=3), features(1, 4, 9, 10)
    with torch.inference_mode(), limited_to(HALVED):
        inside = layer(image)
    with torch.inference_mode():
        outside = layer(image)

    assert inside.dtype == torch.float16
    assert outside.dtype == torch.float32


def test_limits_end_with_their_block_even_where_it_fails() -> None:
    layer, image = convolution(kernel=3), features(1, 4, 9, 10)
    with pytest.raises(RuntimeError, match="channels"), cut(HALVED):
        layer(image[:, :1])
    with torch.inference_mode():
        outside = layer(image)

    assert outside.dtype == torch.float32


def three() -> nn.Sequential:
    return nn.Sequential(
        layers.Convolution(2, 4, 3),
        layers.InstanceNorm(4),
        layers.TransposedConvolution(4, 2),
        layers.Convolution(2, 2, 3),
    )


def test_each_convolution_is_told_once() -> None:
    steps: list[Step] = []
    net, other = three(), three()
    with torch.inference_mode(), layers.telling(steps.append, net, other):
        other(net(features(1, 2, 8, 8)))

    assert [(step.step, step.of) for step in steps] == [(number, 6) for number in range(1, 7)]
    assert all(step.picture is None and step.loss is None for step in steps)


def test_in_strips_it_is_told_more_often_and_never_backwards() -> None:
    steps: list[Step] = []
    net = three()
    with cut(NARROW), layers.telling(steps.append, net):
        net(features(1, 2, 8, 8))
    counts = [step.step for step in steps]

    assert counts == sorted(counts)
    assert set(counts) == {1, 2, 3}
    assert counts.count(1) == 8 + 1 + 8 + 8  # the first layer, its end, the norm, pairs of rows
    assert counts.count(2) == 1 + 16  # rows of the third
    assert {step.of for step in steps} == {3}


def test_layers_from_elsewhere_are_told_too() -> None:
    steps: list[Step] = []
    with layers.telling(steps.append, three()):
        layers.tell(whole_layer=False)
        for _ in range(2):
            layers.tell(whole_layer=True)
        layers.tell(whole_layer=False)
    layers.tell(whole_layer=True)

    assert [(step.step, step.of) for step in steps] == [(1, 3), (1, 3), (2, 3), (2, 3)]


def test_a_net_used_again_is_not_told_beyond_its_end() -> None:
    steps: list[Step] = []
    net = three()
    with torch.inference_mode(), layers.telling(steps.append, net):
        net(net(features(1, 2, 8, 8)))

    assert [step.step for step in steps] == [1, 2, 3, 3, 3, 3]


@pytest.mark.parametrize("limits", [layers.USUAL, NARROW])
def test_whoever_is_told_can_stop_and_is_not_told_afterwards(limits: Limits) -> None:
    steps: list[Step] = []

    def stop(step: Step) -> None:
        steps.append(step)
        raise InterruptedError

    net = three()
    with pytest.raises(InterruptedError), cut(limits), layers.telling(stop, net):
        net(features(1, 2, 8, 8))
    with cut(limits):
        net(features(1, 2, 8, 8))

    assert len(steps) == 1
