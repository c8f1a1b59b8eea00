"""MSG-Net with weights made by a formula: mixtures, masks, large layers, files. Numbers: tests.parity."""

import json
from dataclasses import replace
from pathlib import Path

import numpy
import pytest
import torch
from torch import Tensor

from nst.msgnet import MSGNet
from nst.msgnet_net import CoMatch, MSGNetwork
from nst.remade import Convolution, Normed, Remade
from painting import layers
from painting.sizes import resized
from painting.step import Step
from painting.wish import Picture, StylePicture, Wish
from tests.painting.samples import psnr, unheard
from tests.parity.formula import formula_weights
from weights.checkpoint import WeightsError

State = dict[str, Tensor]
SMALL_LAYERS = layers.Limits(whole=1 << 19, strip=1 << 20, halved=1 << 30)
KEYS = Path(__file__).parents[3] / "shared" / "parity" / "msgnet.keys.json"


def clouds(height: int, width: int, seed: int = 0) -> Picture:
    """Soft blots of colour: something to see everywhere."""
    coarse = numpy.random.default_rng(seed).random((3, -(-height // 8), -(-width // 8)), dtype=numpy.float32)
    return resized(coarse, height, width).clip(0, 1)


def style(seed: int, **more: object) -> StylePicture:
    return replace(StylePicture(picture=clouds(56, 72, seed)), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def state() -> State:
    """The formula's weights, but that the style counts and that the picture is neither black nor pale."""
    made = formula_weights({key: value.shape for key, value in MSGNetwork().state_dict().items()}, {"": 0})
    for name in ("ins.weight", "model.1.weight"):
        made[name] = 4000 * made[name]
    for name in ("model.12.conv2d.weight", "model.12.conv2d.bias"):
        made[name] = 30 * made[name]
    made["model.12.conv2d.bias"] += 128
    return made


@pytest.fixture(scope="module")
def painter(state: State) -> MSGNet:
    return MSGNet(state)


def test_the_parameters_are_those_of_the_published_checkpoint(state: State) -> None:
    if not KEYS.is_file():
        pytest.skip(f"no published key list at {KEYS}")
    published = json.loads(KEYS.read_text())

    assert {key: list(value.shape) for key, value in state.items()} == published


def test_half_the_strength_is_half_way(painter: MSGNet) -> None:
    photo = clouds(32, 48)
    half, whole = (
        painter.paint(Wish(content=photo, styles=(style(1),), strength=strength), unheard)
        for strength in (0.5, 1.0)
    )

    assert numpy.abs(whole - photo).mean() > 0.05
    assert numpy.allclose(half, (photo + whole) / 2, atol=1e-6)


def test_a_mixture_lies_between_its_styles(painter: MSGNet) -> None:
    wish = Wish(content=clouds(32, 48), styles=(style(1),))
    one = painter.translate(wish.content, wish, unheard)
    other = painter.translate(wish.content, replace(wish, styles=(style(2),)), unheard)
    mixed = painter.translate(wish.content, replace(wish, styles=(style(1), style(2))), unheard)

    apart = numpy.linalg.norm(one - other)
    assert apart > 0.05 * numpy.linalg.norm(one)
    assert 0.1 * apart < numpy.linalg.norm(mixed - one) < apart
    assert 0.1 * apart < numpy.linalg.norm(mixed - other) < apart


def test_a_style_without_weight_does_not_count(painter: MSGNet) -> None:
    alone = Wish(content=clouds(32, 48), styles=(style(1, weight=0.3),))
    beside = replace(alone, styles=(style(1, weight=0.3), style(2, weight=0.0)))

    assert numpy.allclose(painter.paint(alone, unheard), painter.paint(beside, unheard), atol=1e-5)


def test_each_style_rules_where_its_mask_says(painter: MSGNet) -> None:
    left = numpy.zeros((32, 64), numpy.float32)
    left[:, :32] = 1
    photo = clouds(32, 64)
    painted = painter.paint(
        Wish(content=photo, styles=(style(1, mask=left), style(2, mask=1 - left))), unheard
    )
    first, second = (painter.paint(Wish(content=photo, styles=(style(seed),)), unheard) for seed in (1, 2))

    assert numpy.allclose(painted[:, :, :30], first[:, :, :30], atol=1e-5)
    assert numpy.allclose(painted[:, :, 34:], second[:, :, 34:], atol=1e-5)


def test_red_stays_red() -> None:
    """The net's first channel in and out is blue, the picture's is red."""
    net = MSGNetwork()
    for values in net.parameters():
        values.data.zero_()
    net.model[12].conv2d.bias.data = torch.tensor([0.0, 51.0, 255.0])  # type: ignore[union-attr]
    painted = MSGNet(net.state_dict()).paint(Wish(content=clouds(16, 16), styles=(style(1),)), unheard)

    assert numpy.allclose(painted, numpy.array([1.0, 0.2, 0.0])[:, None, None], atol=1e-6)


@pytest.mark.parametrize(("halved", "least"), [(1 << 30, 100), (1 << 20, 70)])
def test_a_picture_of_odd_sides_with_layers_remade_equals_one_painted_at_once(
    state: State, halved: int, least: float
) -> None:
    wish = Wish(content=clouds(161, 87), styles=(style(1),))
    whole = MSGNet(state).paint(wish, unheard)
    with layers.limited_to(replace(SMALL_LAYERS, halved=halved)):
        remade = MSGNet(state).paint(wish, unheard)

    assert whole.std() > 0.01
    assert psnr(whole, remade) >= least


@torch.inference_mode()
def test_a_large_norm_leaves_what_it_is_given_and_is_made_by_rows() -> None:
    features = torch.randn((1, 4, 64, 50), generator=torch.Generator().manual_seed(0)) * 3 + 7
    before = features.clone()
    norm = Normed(4)
    plain = norm(features)
    with layers.limited_to(layers.Limits(whole=1 << 10, strip=1 << 12, halved=1 << 20)):
        remade = norm(features)

    assert isinstance(remade, Remade)
    assert remade.shape == (1, 4, 64, 50)
    assert torch.equal(features, before)
    torch.testing.assert_close(remade[:, :, 10:90], plain[:, :, 10:], rtol=1e-5, atol=1e-5)


@torch.inference_mode()
def test_a_convolution_that_costs_a_convolution_to_make_again_is_kept() -> None:
    torch.manual_seed(0)
    image = torch.rand(1, 3, 64, 50)
    first, second = Convolution(3, 4, 7), Convolution(4, 5, 3, 2)
    plain = second(first(image))
    with layers.limited_to(layers.Limits(whole=1 << 10, strip=1 << 12, halved=1 << 12)):
        made = first.remade(image)
        kept = second.remade(made)

    assert isinstance(made, Remade)
    assert isinstance(kept, Tensor)
    assert (kept.float() - plain).abs().max() < 0.01


@torch.inference_mode()
def test_matched_features_that_a_half_cannot_hold_stay_finite() -> None:
    torch.manual_seed(0)
    match, features = CoMatch(8), 100 * torch.rand(1, 8, 20, 30)
    gram = 5000 * torch.rand(1, 8, 8)
    plain = match(features, gram)
    with layers.limited_to(layers.Limits(whole=1 << 10, strip=1 << 10, halved=0)):
        halved = match(features.half(), gram)

    assert plain.max() > layers.MOST > plain.min()
    assert halved.dtype == torch.float16
    torch.testing.assert_close(halved.float(), plain.clamp(max=layers.MOST), rtol=1e-2, atol=1)


def test_the_net_can_be_trained() -> None:
    torch.manual_seed(0)
    net = MSGNetwork()
    with layers.limited_to(SMALL_LAYERS):
        image = 255 * torch.rand(2, 3, 96, 96)
        painted = net(image, net.gram(255 * torch.rand(1, 3, 40, 40)))
        painted.square().mean().backward()

    gradients = {name: values.grad for name, values in net.named_parameters()}
    # Before a norm a bias changes nothing.
    lost = [name for name, grad in gradients.items() if grad is None or grad.abs().max() == 0]
    assert not [name for name in lost if not name.endswith("bias")]


def test_a_style_is_looked_at_once_and_progress_reaches_its_end(state: State) -> None:
    painter = MSGNet(state)
    told: list[list[Step]] = [[], []]
    for steps in told:
        painter.paint(Wish(content=clouds(32, 32), styles=(style(1),)), steps.append)

    assert [(steps[-1].step, steps[-1].of) for steps in told] == [(45, 45), (36, 36)]


def test_running_statistics_of_old_checkpoints_are_ignored_under_both_names(
    state: State, painter: MSGNet
) -> None:
    names = ("model1.1", "model.0.1", "model1.3.conv_block.0", "model.0.3.conv_block.0", "model.10")
    running = {f"{name}.running_mean": torch.zeros(64) for name in names}
    wish = Wish(content=clouds(16, 16), styles=(style(1),))

    assert numpy.array_equal(MSGNet(state | running).paint(wish, unheard), painter.paint(wish, unheard))


@pytest.mark.parametrize("key", ["model.0.0.running_mean", "model.0.1.weight", "model.2.conv_block.9.weight"])
def test_a_parameter_that_the_net_has_not_is_refused(state: State, key: str) -> None:
    with pytest.raises(WeightsError, match=key):
        MSGNet(state | {key: torch.zeros(64)})


def test_a_checkpoint_that_lacks_a_parameter_is_refused_by_its_name(state: State) -> None:
    lacking = {key: value for key, value in state.items() if key != "model.8.residual_layer.conv2d.bias"}

    with pytest.raises(WeightsError, match=r"model\.8\.residual_layer\.conv2d\.bias is missing"):
        MSGNet(lacking)
