"""What Gatys does not paint, and what it says then."""

from dataclasses import replace

import numpy
import pytest

from nst.gatys import Gatys
from nst.gatys_recipe import Recipe, Stage
from nst.gatys_target import Balance
from painting.wish import StylePicture, Wish
from tests.nst.gatys_pictures import RED, SHORT, of_weight, photo, random_features, unheard, wish


@pytest.fixture(scope="module")
def painter():
    return Gatys(random_features(), recipe=SHORT)


def broken(picture, value):
    """The picture with one value replaced."""
    changed = picture.copy()
    changed[0, 0, 0] = value
    return changed


REFUSED: list[tuple[str, Wish, str]] = [
    ("no channel", wish(content=photo()[0]), "content image"),
    ("four channels", wish(content=numpy.zeros((4, 20, 20), numpy.float32)), "content image"),
    ("nothing", wish(content=photo()[:, :0]), "content image"),
    ("bytes", wish(content=numpy.zeros((3, 20, 20), numpy.uint8)), "float32"),
    ("not a number", wish(content=broken(photo(), numpy.nan)), "not finite"),
    ("style not a number", wish(broken(RED, numpy.nan)), "style image 1"),
    ("second style infinite", wish(RED, broken(RED, numpy.inf)), "style image 2"),
    ("style without channel", wish(RED[0]), "style image 1"),
    ("no style", replace(wish(), styles=()), "1 to 4"),
    ("five styles", wish(*[RED] * 5), "1 to 4"),
    ("negative weight", wish(of_weight(RED, -1.0), of_weight(RED, 2.0)), "weights"),
    ("no weight", wish(of_weight(RED, 0.0)), "weights"),
    ("weight not a number", wish(of_weight(RED, float("nan"))), "weights"),
    ("infinite weight", wish(of_weight(RED, float("inf"))), "weights"),
    ("empty mask", wish(StylePicture(picture=RED, mask=numpy.zeros((9, 9), numpy.float32))), "0 everywhere"),
    ("mask above 1", wish(StylePicture(picture=RED, mask=numpy.full((9, 9), 2, numpy.float32))), "mask"),
    ("mask of colours", wish(StylePicture(picture=RED, mask=RED)), "mask"),
    ("too strong", wish(strength=1.5), "strength"),
    ("strength not a number", wish(strength=float("nan")), "strength"),
    ("no scale", wish(style_scale=0.0), "scale"),
]


@pytest.mark.parametrize(
    ("refused", "reason"), [(a, b) for _, a, b in REFUSED], ids=[a for a, _, _ in REFUSED]
)
def test_what_cannot_be_painted_is_refused_with_a_reason(painter, refused, reason):
    with pytest.raises(ValueError, match=reason):
        painter.paint(refused, unheard)


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
