"""What a recipe of Gatys cannot be, and what its numbers do."""

from dataclasses import replace

import numpy
import pytest

from nst.gatys import Gatys
from nst.gatys_recipe import Recipe, Stage
from nst.gatys_target import Balance
from tests.nst.gatys_pictures import RED, SHORT, photo, random_features, unheard, wish


@pytest.fixture(scope="module")
def painter():
    return Gatys(random_features(), recipe=SHORT)


def test_values_beyond_the_range_are_clamped(painter):
    painting = painter.paint(wish(3 * RED - 1, content=2 * photo() - 0.5), unheard)

    assert 0 <= painting.min() <= painting.max() <= 1


@pytest.mark.parametrize(
    "stages",
    [
        (),
        (Stage(fraction=0.5, steps=3),),
        (Stage(fraction=1.0, steps=3), Stage(fraction=0.5, steps=3)),
        (Stage(fraction=0.0, steps=3), Stage(fraction=1.0, steps=3)),
        (Stage(fraction=1.0, steps=0),),
    ],
)
def test_stages_that_do_not_grow_to_the_whole_are_refused(stages):
    with pytest.raises(ValueError, match="stage"):
        Recipe(stages=stages)


@pytest.mark.parametrize("variation", [-1.0, float("nan"), float("inf")])
def test_a_weight_that_is_none_is_refused(variation):
    with pytest.raises(ValueError, match="terms"):
        Recipe(balance=Balance(content=1.0, style=1.0, colour=1.0, variation=variation))


def test_a_recipe_of_fewer_steps_keeps_its_stages():
    whole, preview = Recipe(), Recipe().of_steps(20)

    assert abs(preview.steps - 20) <= len(whole.stages)
    assert [stage.fraction for stage in preview.stages] == [stage.fraction for stage in whole.stages]
    assert Recipe().of_steps(1).steps == len(whole.stages)


def test_more_variation_weight_paints_smoother():
    def roughness(variation: float) -> float:
        balance = replace(SHORT.balance, variation=variation)
        recipe = replace(SHORT, balance=balance)
        painting = Gatys(random_features(), recipe=recipe).paint(wish(), unheard)
        return float(numpy.abs(numpy.diff(painting, axis=2)).mean())

    assert roughness(200.0) < 0.7 * roughness(0.0)
