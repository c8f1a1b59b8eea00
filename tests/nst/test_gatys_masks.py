"""Each style where it rules: side by side, or within masks."""

from collections.abc import Sequence

import numpy
import pytest
import torch
from torch import Tensor

from nst.gatys import Gatys
from nst.gatys_canvas import Canvas
from nst.gatys_recipe import Parameters, Recipe, Stage
from nst.vgg import Vgg
from painting.step import Enough, Step
from painting.wish import Arrangement, Picture, StylePicture
from tests.nst.gatys_pictures import BLUE, RED, SHORT, left, photo, random_features, unheard, wish

LEFT = left(40, 56)


class CountingVgg(Vgg):
    """Counts how often it is asked."""

    asked = 0

    def forward(self, image: Tensor) -> dict[str, Tensor]:
        self.asked += 1
        return super().forward(image)


@pytest.fixture(scope="module")
def painter():
    return Gatys(random_features(), recipe=SHORT)


def redness(painting: Picture) -> float:
    return float((painting[0] - painting[2]).mean())


def masked(picture: Picture, mask: Picture) -> StylePicture:
    return StylePicture(picture=picture, mask=mask)


def test_two_styles_side_by_side_rule_their_sides(painter):
    painting = painter.paint(wish(RED, BLUE, arrangement=Arrangement.SPLIT), unheard)

    assert redness(painting[:, :, :20]) > 0.2
    assert redness(painting[:, :, 36:]) < -0.1


def test_masks_say_where_a_style_rules(painter):
    painting = painter.paint(wish(masked(BLUE, LEFT), masked(RED, 1 - LEFT)), unheard)

    assert redness(painting[:, :, :20]) < -0.1
    assert redness(painting[:, :, 36:]) > 0.2


def test_a_mask_of_another_size_is_laid_over_the_photo(painter):
    painting = painter.paint(wish(masked(RED, left(8, 8))), unheard)

    assert redness(painting[:, :, :20]) > 0.2
    assert numpy.array_equal(painting[:, :, 36:], photo()[:, :, 36:])


@pytest.mark.parametrize("parameters", list(Parameters))
def test_what_no_style_rules_stays_the_photo_exactly(parameters):
    painter = Gatys(random_features(), recipe=Recipe(stages=SHORT.stages, parameters=parameters))
    painting = painter.paint(wish(masked(RED, LEFT)), unheard)

    assert numpy.array_equal(painting[:, :, 28:], photo()[:, :, 28:])
    assert numpy.abs(painting - photo())[:, :, :28].mean() > 0.1


def test_what_no_style_rules_stays_the_photo_when_it_is_enough(painter):
    def stop(step: Step) -> None:
        raise Enough

    painting = painter.paint(wish(masked(RED, LEFT)), stop)

    assert numpy.array_equal(painting[:, :, 28:], photo()[:, :, 28:])


def test_half_a_mask_lets_half_the_photo_through(painter):
    everywhere = numpy.full((40, 56), 1.0, numpy.float32)
    whole = painter.paint(wish(masked(RED, everywhere)), unheard)
    half = painter.paint(wish(masked(RED, 0.5 * everywhere)), unheard)

    assert 0 < numpy.abs(half - photo()).mean() < numpy.abs(whole - photo()).mean()


def test_a_mask_that_is_everything_is_no_mask(painter):
    everywhere = numpy.ones((40, 56), numpy.float32)
    painting = painter.paint(wish(masked(RED, everywhere)), unheard)
    plain = painter.paint(wish(), unheard)

    assert numpy.array_equal(painting, plain)


def test_two_styles_with_one_mask_are_mixed_there():
    areas = Canvas.of(wish(masked(RED, LEFT), masked(BLUE, LEFT))).areas

    assert len(areas) == 1
    assert [style.picture is one for style, one in zip(areas[0].styles, (RED, BLUE), strict=True)] == [
        True
    ] * 2
    assert areas[0].rule is not None
    assert areas[0].rule.max() == pytest.approx(1)


def test_where_masks_overlap_both_styles_rule(painter):
    painting = painter.paint(wish(RED, masked(BLUE, LEFT)), unheard)

    assert redness(painting[:, :, 36:]) > redness(painting[:, :, :20]) + 0.1


def test_strength_holds_within_a_mask(painter):
    changes = [
        numpy.abs(painter.paint(wish(masked(RED, LEFT), strength=strength), unheard) - photo()).mean()
        for strength in (0.0, 0.3, 0.6, 1.0)
    ]

    assert changes == sorted(changes)
    assert changes[0] == 0


def test_a_style_whose_mask_is_lost_in_shrinking_is_left_out(painter):
    speck = numpy.zeros((4000, 4000), numpy.float32)
    speck[0, 0] = 1
    painting = painter.paint(wish(masked(RED, speck)), unheard)

    assert numpy.allclose(painting, photo(), atol=1e-3)


def test_a_small_mask_paints_a_small_place(painter):
    spot = numpy.zeros((40, 56), numpy.float32)
    spot[10:20, 20:30] = 1
    painting = painter.paint(wish(masked(RED, spot)), unheard)
    change = numpy.abs(painting - photo()).mean(0)

    assert change[12:18, 22:28].mean() > 0.05
    assert change[spot == 0].max() == 0


def asked_per_step(styles: Sequence[Picture], arrangement: Arrangement) -> int:
    net = random_features(CountingVgg)
    counts: list[int] = []

    def count(step: Step) -> None:
        counts.append(net.asked)

    painter = Gatys(net, recipe=Recipe(stages=(Stage(fraction=1.0, steps=3),)))
    painter.paint(wish(*styles, arrangement=arrangement), count)
    return counts[-1] - counts[-2]


@pytest.mark.parametrize("arrangement", list(Arrangement))
def test_the_network_is_asked_as_often_for_four_styles_as_for_one(arrangement):
    assert asked_per_step([RED] * 4, arrangement) == asked_per_step([RED], arrangement) > 0


def test_margins_are_cut_where_they_were_put():
    canvas = Canvas.of(wish(content=photo(100, 140)))

    assert numpy.array_equal(canvas.cut(canvas.picture), photo(100, 140))
    assert canvas.cut(canvas.scaled(0.5).picture).shape == (3, 50, 70)
    assert torch.from_numpy(canvas.picture).shape[1:] == (100 + 2 * 8, 140 + 2 * 8)
