"""MUNIT, untrained: styles, files. Its numbers are compared in ``tests.parity``."""

from dataclasses import replace
from pathlib import Path

import numpy
import pytest
import torch
from torch import Tensor

from cyclegan.munit import Munit
from cyclegan.munit_net import LayerNorm, MunitNet
from painting.step import Step
from painting.wish import Picture, StylePicture, Wish
from weights.checkpoint import WeightsError

State = dict[str, Tensor]


def waves(height: int, width: int, shift: float = 0.0) -> Picture:
    """A picture that is the same on every machine, another for each ``shift``."""
    rows, columns = numpy.mgrid[:height, :width]
    colours = numpy.array([0.11, 0.17, 0.23])[:, None, None]
    across, down = numpy.cos((1 + shift) * colours[::-1] * columns), numpy.sin(colours * rows + shift)
    slow: Picture = (0.5 + 0.25 * down + 0.25 * across).astype(numpy.float32)
    return slow


def wish(*shifts: float, strength: float = 1.0, seed: int = 0, content: Picture | None = None) -> Wish:
    return Wish(
        content=waves(20, 24) if content is None else content,
        styles=tuple(StylePicture(picture=waves(40, 36, shift)) for shift in shifts),
        strength=strength,
        seed=seed,
    )


def silent(step: Step) -> None:
    pass


def untrained(seed: int) -> State:
    """Kaiming's weights: PyTorch's own would let a style die out on its way."""
    torch.manual_seed(seed)
    net = MunitNet()
    for value in net.parameters():
        if value.ndim > 1:
            torch.nn.init.kaiming_normal_(value)
    return net.state_dict()


@pytest.fixture(scope="module")
def state() -> State:
    return untrained(0)


@pytest.fixture(scope="module")
def other() -> State:
    return untrained(1)


@pytest.fixture(scope="module")
def painter(state: State) -> Munit:
    return Munit(state)


def test_a_seed_is_a_style_and_another_seed_another(painter: Munit) -> None:
    one, again, another = (painter.paint(wish(seed=seed), silent) for seed in (1, 1, 2))

    assert numpy.array_equal(one, again)
    assert not numpy.allclose(one, another, atol=0.01)


def test_with_a_style_picture_the_seed_does_not_count(painter: Munit) -> None:
    one, another = (painter.paint(wish(1.0, seed=seed), silent) for seed in (1, 2))

    assert numpy.array_equal(one, another)


def test_a_style_picture_is_another_style_than_another_picture(painter: Munit) -> None:
    one, another = (painter.paint(wish(shift), silent) for shift in (1.0, 2.0))

    assert not numpy.allclose(one, another, atol=0.01)


def test_the_photos_own_style_is_the_same_at_any_strength(painter: Munit) -> None:
    photo = waves(20, 24)
    own = Wish(content=photo, styles=(StylePicture(picture=photo),))
    whole, half = (painter.paint(replace(own, strength=strength), silent) for strength in (1.0, 0.5))

    assert numpy.allclose(whole, half, atol=1e-4)


def test_a_mixture_with_the_weight_on_one_style_is_that_style(painter: Munit) -> None:
    asked = wish(1.0, 2.0)
    first, second = asked.styles
    mixed = replace(asked, styles=(replace(first, weight=0.3), replace(second, weight=0.0)))

    assert numpy.allclose(painter.paint(mixed, silent), painter.paint(wish(1.0), silent), atol=1e-5)
    assert not numpy.allclose(painter.paint(asked, silent), painter.paint(wish(1.0), silent), atol=0.01)


def test_the_layer_norm_divides_by_the_unbiased_deviation_over_channels_and_places() -> None:
    torch.manual_seed(0)
    features = 3 + 2 * torch.randn(2, 5, 3, 4)
    norm = LayerNorm(5)
    with torch.no_grad():
        norm.gamma.copy_(torch.rand(5))
        norm.beta.copy_(torch.rand(5))
        mean = features.mean((1, 2, 3), keepdim=True)
        deviation = features.std((1, 2, 3), keepdim=True, unbiased=True)
        expected = (features - mean) / (deviation + 1e-5) * norm.gamma.view(-1, 1, 1) + norm.beta.view(
            -1, 1, 1
        )

        assert torch.allclose(norm(features), expected, atol=1e-5)


def test_the_published_file_holds_two_generators(tmp_path: Path, state: State, other: State) -> None:
    torch.save({"a": state, "b": other}, tmp_path / "both.pt")
    joined = {key: (state if key.startswith("enc_content.") else other)[key] for key in state}
    asked = wish(seed=3)

    assert numpy.array_equal(
        Munit(tmp_path / "both.pt").paint(asked, silent), Munit(joined).paint(asked, silent)
    )


def test_the_other_direction_is_the_other_way_round(state: State, other: State) -> None:
    asked = wish(seed=3)
    forth = Munit({"a": state, "b": other}).paint(asked, silent)
    back = Munit({"a": state, "b": other}, direction="ba").paint(asked, silent)

    assert numpy.array_equal(Munit({"a": other, "b": state}).paint(asked, silent), back)
    assert not numpy.allclose(forth, back, atol=0.01)


def test_a_file_may_hold_one_generator(tmp_path: Path, state: State, painter: Munit) -> None:
    torch.save(state, tmp_path / "one.pt")

    assert numpy.array_equal(Munit(tmp_path / "one.pt").paint(wish(), silent), painter.paint(wish(), silent))


def test_running_statistics_of_the_published_norms_are_ignored(state: State, painter: Munit) -> None:
    running = {
        "dec.model.0.model.0.model.0.norm.running_mean": torch.ones(256),
        "enc_content.model.0.norm.running_var": torch.ones(64),
    }

    assert numpy.array_equal(Munit(state | running).paint(wish(), silent), painter.paint(wish(), silent))


def test_one_of_two_generators_is_not_enough(state: State) -> None:
    with pytest.raises(WeightsError, match="b is missing"):
        Munit({"a": state})


def test_what_is_no_generator_is_refused_by_its_key(tmp_path: Path, state: State) -> None:
    torch.save({"a": state, "b": state, "c": state}, tmp_path / "three.pt")

    with pytest.raises(WeightsError, match="c is neither a nor b"):
        Munit(tmp_path / "three.pt")


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    torch.save([1, 2], tmp_path / "list.pt")

    with pytest.raises(WeightsError, match="list"):
        Munit(tmp_path / "list.pt")


def test_a_missing_parameter_is_named(state: State) -> None:
    short = {key: value for key, value in state.items() if key != "mlp.model.2.fc.bias"}

    with pytest.raises(WeightsError, match=r"mlp\.model\.2\.fc\.bias is missing"):
        Munit({"a": state, "b": short})


def test_a_parameter_that_is_not_finite_is_named(state: State) -> None:
    broken = state | {"dec.model.5.conv.bias": torch.full((3,), float("nan"))}

    with pytest.raises(WeightsError, match=r"dec\.model\.5\.conv\.bias holds values that are not finite"):
        Munit(broken)


def test_there_is_no_third_direction(state: State) -> None:
    with pytest.raises(ValueError, match="ab, ba"):
        Munit(state, direction="aa")  # type: ignore[arg-type]
