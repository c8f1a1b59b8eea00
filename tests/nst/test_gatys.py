"""Painting by optimisation, with a network of random weights: enough to see what is asked of it obeyed."""

from pathlib import Path

import numpy
import pytest
import torch

from nst.gatys import Gatys
from nst.gatys_recipe import Parameters, Recipe, Stage
from nst.gatys_strokes import at_scale
from nst.referee import psnr, style_loss
from nst.vgg import Vgg
from painting.step import Enough, Step
from painting.wish import Colours, Picture
from tests.nst.gatys_pictures import (
    BLUE,
    RED,
    SHORT,
    of_weight,
    photo,
    random_features,
    unheard,
    waves,
    wish,
)

PUBLISHED = Path(__file__).parents[3] / "shared" / "weights" / "vgg19" / "vgg19_features_0_10.pth"


@pytest.fixture(scope="module")
def features():
    return random_features()


@pytest.fixture(scope="module")
def painter(features):
    return Gatys(features, recipe=SHORT)


def loss(painting: Picture, style: Picture, features: Vgg) -> float:
    return style_loss(torch.from_numpy(painting), torch.from_numpy(style), features)


def likeness(painting: Picture, other: Picture) -> float:
    return psnr(torch.from_numpy(painting), torch.from_numpy(other))


def test_another_seed_gives_another_painting_of_the_same_style(painter, features):
    paintings = [painter.paint(wish(seed=seed), unheard) for seed in (0, 1, 2)]

    for one, other in ((0, 1), (1, 2), (0, 2)):
        assert likeness(paintings[one], paintings[other]) < 40
    assert all(loss(painting, RED, features) < 0.5 * loss(photo(), RED, features) for painting in paintings)


def test_the_painting_comes_near_its_style_and_leaves_the_photo(painter, features):
    painting = painter.paint(wish(), unheard)

    assert loss(painting, RED, features) < 0.5 * loss(photo(), RED, features)
    assert likeness(painting, photo()) < 25


def test_more_strength_is_more_style_and_less_photo(painter, features):
    strengths = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
    paintings = [painter.paint(wish(strength=strength), unheard) for strength in strengths]
    losses = [loss(painting, RED, features) for painting in paintings]
    likenesses = [likeness(painting, photo()) for painting in paintings]

    assert losses == sorted(losses, reverse=True)
    assert likenesses == sorted(likenesses, reverse=True)
    assert len(set(losses)) == len(losses)


def test_a_little_strength_leaves_nearly_the_photo(painter):
    content = numpy.random.default_rng(0).random((3, 64, 64), numpy.float32)  # all of it is fine detail
    painting = painter.paint(wish(content=content, strength=0.02), unheard)

    assert likeness(painting, content) > 24


def test_the_heavier_of_two_styles_wins(painter, features):
    mostly_red = painter.paint(wish(of_weight(RED, 0.9), of_weight(BLUE, 0.1)), unheard)
    mostly_blue = painter.paint(wish(of_weight(RED, 0.1), of_weight(BLUE, 0.9)), unheard)

    assert loss(mostly_red, RED, features) < loss(mostly_blue, RED, features)
    assert loss(mostly_blue, BLUE, features) < loss(mostly_red, BLUE, features)


def test_a_style_of_no_weight_changes_nothing(painter):
    alone = painter.paint(wish(), unheard)

    assert numpy.array_equal(alone, painter.paint(wish(of_weight(RED, 0.4), of_weight(BLUE, 0.0)), unheard))


def test_a_style_scale_paints_strokes_of_that_size(painter, features):
    style = waves(120, 120, 0.5, (0.9, 0.2, 0.1))
    large, small = (at_scale(style, photo()[0].size, scale) for scale in (2.0, 0.7))
    in_large = painter.paint(wish(style, style_scale=2.0), unheard)
    in_small = painter.paint(wish(style, style_scale=0.7), unheard)

    assert loss(in_large, large, features) < loss(in_small, large, features)
    assert loss(in_small, small, features) < loss(in_large, small, features)


@pytest.mark.parametrize(
    ("style", "scale", "sides"),
    [
        ((400, 400), 1.0, (200, 200)),
        ((400, 400), 0.5, (100, 100)),
        ((400, 400), 2.0, (400, 400)),
        ((150, 150), 1.0, (150, 150)),  # is never enlarged unless larger strokes are wished
        ((150, 150), 1.2, (180, 180)),
        ((150, 150), 4.0, (225, 225)),  # and then by half at most
        ((800, 200), 1.0, (400, 100)),
        ((1, 20), 1.0, (64, 64)),  # mirrored copies
    ],
)
def test_a_style_picture_is_looked_at_in_the_size_of_its_strokes(style, scale, sides):
    assert at_scale(waves(*style, 0.5, (1, 1, 1)), 200 * 200, scale).shape == (3, *sides)


def test_my_colours_are_kept(painter):
    kept = painter.paint(wish(colours=Colours.LUMINANCE), unheard)
    matched = painter.paint(wish(colours=Colours.MATCHED), unheard)
    painted = painter.paint(wish(), unheard)

    def cast(picture: Picture) -> float:
        return float((picture[0] - picture[2]).mean())

    assert cast(painted) > 0.2
    assert abs(cast(kept) - cast(photo())) < 0.05
    assert abs(cast(matched) - cast(photo())) < 0.1


def test_a_spectrum_paints_as_pixels_do(features):
    recipe = Recipe(stages=SHORT.stages, parameters=Parameters.FOURIER)
    painting = Gatys(features, recipe=recipe).paint(wish(), unheard)

    assert loss(painting, RED, features) < 0.5 * loss(photo(), RED, features)
    assert 0 <= painting.min() <= painting.max() <= 1


def test_the_whole_network_paints_from_the_smallest_photo():
    torch.manual_seed(0)
    net = Vgg().eval().requires_grad_(False)
    recipe = Recipe(stages=(Stage(fraction=1.0, steps=2),))
    painting = Gatys(net, recipe=recipe).paint(wish(RED, BLUE, content=photo(1, 1)), unheard)

    assert painting.shape == (3, 1, 1)
    assert numpy.isfinite(painting).all()


def test_real_features_paint():
    if not PUBLISHED.is_file():
        pytest.skip(f"no published weights at {PUBLISHED}")
    net = Vgg.load(PUBLISHED)
    painting = Gatys(net, recipe=Recipe(stages=(Stage(fraction=1.0, steps=30),))).paint(wish(), unheard)

    assert loss(painting, RED, net) < 0.5 * loss(photo(), RED, net)
    assert likeness(painting, photo()) < 25


def test_every_step_is_reported_with_a_picture_on_demand(painter):
    steps: list[Step] = []
    sizes: list[tuple[int, ...]] = []

    def listen(step: Step) -> None:
        steps.append(step)
        sizes.append(step.picture().shape)

    painting = painter.paint(wish(), listen)

    assert [step.step for step in steps] == list(range(1, 13))
    assert {step.of for step in steps} == {12}
    assert steps[5].loss < steps[0].loss
    assert sizes[0] < sizes[-1] == (3, 40, 56)
    assert numpy.array_equal(steps[-1].picture(), painting)


@pytest.mark.parametrize("last", [1, 4, 9])
def test_enough_gives_the_picture_so_far_at_full_size(painter, last):
    shown: list[Picture] = []

    def stop(step: Step) -> None:
        shown.append(step.picture())
        if step.step == last:
            raise Enough

    painting = painter.paint(wish(content=photo(80, 112)), stop)

    assert len(shown) == last
    assert painting.shape == (3, 80, 112)
    rows, columns = (numpy.linspace(0, size - 1, 20).round().astype(int) for size in (80, 112))
    small_rows, small_columns = (
        numpy.linspace(0, size - 1, 20).round().astype(int) for size in shown[-1].shape[1:]
    )
    there = painting[:, rows][:, :, columns]
    assert numpy.abs(there - shown[-1][:, small_rows][:, :, small_columns]).mean() < 0.1


def test_enough_keeps_my_colours_too(painter):
    def stop(step: Step) -> None:
        raise Enough

    painting = painter.paint(wish(colours=Colours.LUMINANCE), stop)

    assert abs((painting[0] - painting[2]).mean() - (photo()[0] - photo()[2]).mean()) < 0.05
