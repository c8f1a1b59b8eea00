"""Where each style rules."""

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from painting.masks import SOFT, masks, stripes
from painting.wish import Arrangement, Mask, StylePicture, Wish
from tests.painting.samples import plain

WEIGHTS = st.lists(st.floats(0, 1), min_size=2, max_size=4).filter(lambda weights: sum(weights) > 0.01)


def wish(weights: list[float], given: list[Mask | None] | None = None, split: bool = False) -> Wish:
    given = given or [None] * len(weights)
    styles = tuple(
        StylePicture(picture=plain(2, 2), weight=weight, mask=mask)
        for weight, mask in zip(weights, given, strict=True)
    )
    arrangement = Arrangement.SPLIT if split else Arrangement.BLEND
    return Wish(content=plain(30, 40), styles=styles, arrangement=arrangement)


def ruled(wanted: Wish, height: int = 30, width: int = 40) -> NDArray[numpy.float32]:
    rule = masks(wanted, height, width)
    assert rule is not None
    return rule


def shares(*weights: float) -> NDArray[numpy.float32]:
    return (numpy.array(weights) / sum(weights)).astype(numpy.float32)


def left(width: int = 40) -> Mask:
    """1 in the left half."""
    return numpy.repeat((numpy.arange(width) < width // 2).astype(numpy.float32)[None], 30, axis=0)


@pytest.mark.parametrize("weights", [[], [1.0], [1.0, 2.0]])
def test_styles_that_rule_everywhere_by_their_weights_need_no_masks(weights: list[float]) -> None:
    assert masks(wish(weights), 30, 40) is None


def test_one_style_cannot_be_split() -> None:
    assert masks(wish([1.0], split=True), 30, 40) is None


@settings(deadline=None, max_examples=100, derandomize=True)
@given(weights=WEIGHTS, width=st.integers(1, 300))
def test_stripes_sum_to_one_and_none_is_below_zero(weights: list[float], width: int) -> None:
    found = stripes(shares(*weights), width)

    assert found.shape == (len(weights), width)
    assert found.dtype == numpy.float32
    assert found.min() >= -1e-5
    assert numpy.abs(found.sum(0) - 1).max() < 1e-5


@settings(deadline=None, max_examples=100, derandomize=True)
@given(weights=WEIGHTS)
def test_each_stripe_is_as_wide_as_its_weight(weights: list[float]) -> None:
    share = shares(*weights)

    assert numpy.abs(stripes(share, 1000).mean(1) - share).max() < 2e-3


@pytest.mark.parametrize("weights", [(0, 1), (1, 0), (1, 0, 1), (0, 1, 0)])
def test_a_style_without_weight_has_no_stripe(weights: tuple[float, ...]) -> None:
    found = stripes(shares(*weights), 100)

    assert found[numpy.array(weights) == 0].max() < 1e-6


def test_stripes_stand_from_left_to_right_with_soft_borders() -> None:
    first, second = stripes(shares(1, 3), 1000)
    soft = (first > 0.001) & (first < 0.999)

    assert first[:200].min() == second[300:].min() == 1
    assert (numpy.diff(first) <= 0).all()
    assert 0.9 * SOFT < soft.mean() <= SOFT
    assert first[249:251] == pytest.approx([0.5, 0.5], abs=0.02)


def test_stripes_reach_from_top_to_bottom() -> None:
    rule = ruled(wish([1.0, 1.0], split=True), 7, 50)

    assert rule.shape == (2, 7, 50)
    assert (rule == rule[:, :1]).all()
    assert rule[0, :, 0].min() == rule[1, :, -1].min() == 1


def test_a_style_rules_where_its_mask_says_and_the_photo_stays_elsewhere() -> None:
    rule = ruled(wish([0.7], [left()]))

    assert numpy.array_equal(rule[0], left())


@pytest.mark.parametrize("share", [0.25, 0.8])
def test_a_soft_mask_leaves_the_photo_its_share(share: float) -> None:
    rule = ruled(wish([1.0], [numpy.full((30, 40), share, numpy.float32)]))

    assert rule == pytest.approx(numpy.full((1, 30, 40), share))


def test_two_masks_side_by_side_share_the_picture() -> None:
    rule = ruled(wish([1.0, 5.0], [left(), 1 - left()]))

    assert rule[0] == pytest.approx(left())
    assert rule[1] == pytest.approx(1 - left())


def test_where_masks_overlap_the_weights_decide() -> None:
    rule = ruled(wish([1.0, 3.0], [left(), numpy.ones((30, 40), numpy.float32)]))

    assert rule[:, 0, 0] == pytest.approx([0.25, 0.75])
    assert rule[:, 0, -1] == pytest.approx([0, 1])


def test_soft_masks_that_meet_in_a_gradient_leave_nothing_of_the_photo() -> None:
    ramp = numpy.repeat(numpy.linspace(0, 1, 40, dtype=numpy.float32)[None], 30, axis=0)
    rule = ruled(wish([1.0, 1.0], [ramp, 1 - ramp]))

    assert rule.sum(0) == pytest.approx(numpy.ones((30, 40)), abs=1e-5)
    assert rule[0] == pytest.approx(ramp, abs=1e-5)


def test_a_style_without_a_mask_beside_one_with_a_mask_rules_everywhere() -> None:
    rule = ruled(wish([1.0, 1.0], [None, left()]))

    assert rule[:, 0, 0] == pytest.approx([0.5, 0.5])
    assert rule[:, 0, -1] == pytest.approx([1, 0])


def test_masks_count_more_than_a_split() -> None:
    rule = ruled(wish([1.0, 1.0], [1 - left(), left()], split=True))

    assert rule[0] == pytest.approx(1 - left())


def test_a_style_without_weight_does_not_lend_its_mask_to_others() -> None:
    rule = ruled(wish([0.0, 1.0], [left(), 0.2 * numpy.ones((30, 40), numpy.float32)]))

    assert rule[0].max() == 0
    assert rule[1] == pytest.approx(numpy.full((30, 40), 0.2))


@pytest.mark.parametrize("weights", [[1e-200, 1e-200], [1e200, 1e200], [4e-39, 4e-39]])
def test_weights_of_any_size_are_shares(weights: list[float]) -> None:
    rule = ruled(wish(weights, [None, left()]))

    assert rule[:, 0, 0] == pytest.approx([0.5, 0.5])


@pytest.mark.parametrize("size", [(3, 4), (30, 40), (120, 100)])
def test_a_mask_is_brought_to_the_size_asked_for(size: tuple[int, int]) -> None:
    rule = ruled(wish([1.0], [left()]), *size)

    assert rule.shape == (1, *size)
    assert 0 <= rule.min() <= rule.max() <= 1
    assert rule[0, :, 0].min() > 0.9
    assert rule[0, :, -1].max() < 0.1
