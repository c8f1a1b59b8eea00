"""Painting by optimisation, with a network of random weights: enough to see what is asked of it obeyed."""

from itertools import islice
from pathlib import Path

import pytest
import torch
from torch import Tensor

from nst.enlarge import enlarge, resized
from nst.gatys import Gatys, Stage
from nst.lbfgs import minimise
from nst.referee import psnr, style_loss
from nst.step import Step
from nst.vgg import SHALLOW_DEPTH, Vgg

PUBLISHED = Path(__file__).parents[3] / "shared" / "weights" / "vgg19" / "vgg19_features_0_10.pth"
STAGES = (Stage(fraction=0.5, steps=6), Stage(fraction=1.0, steps=6))


class Cancelled(Exception):
    """What a worker raises between two steps."""


class CountingVgg(Vgg):
    """Counts how often it is asked."""

    asked = 0

    def forward(self, image: Tensor) -> dict[str, Tensor]:
        self.asked += 1
        return super().forward(image)


def waves(height: int, width: int, frequency: float, colour: tuple[float, float, float]) -> Tensor:
    """A picture of slanted waves in one colour."""
    rows, columns = torch.arange(height).view(height, 1), torch.arange(width)
    wave = 0.5 + 0.5 * torch.sin(frequency * (rows + 0.6 * columns))
    return wave * torch.tensor(colour).view(3, 1, 1)


def photo(height: int = 40, width: int = 56) -> Tensor:
    return waves(height, width, 0.15, (0.6, 0.7, 0.5))


RED = waves(48, 48, 0.9, (0.9, 0.2, 0.1))
BLUE = waves(60, 44, 0.5, (0.1, 0.3, 0.9))


def unheard(step: Step) -> None:
    """Nobody waits."""


@pytest.fixture(scope="module")
def features():
    torch.manual_seed(0)
    net = Vgg(SHALLOW_DEPTH)
    for layer in net.features.values():
        torch.nn.init.kaiming_normal_(layer.weight)
    return net.eval().requires_grad_(False)


@pytest.fixture(scope="module")
def painter(features):
    return Gatys(features, stages=STAGES, longest_side=64)


@pytest.mark.parametrize("size", [(1, 1), (1, 90), (33, 20), (40, 57), (150, 40)])
def test_a_painting_has_the_size_of_its_photo(painter, size):
    painting = painter.paint(photo(*size), [(RED, 1.0)], 1.0, unheard)

    assert painting.shape == (3, *size)
    assert painting.dtype == torch.float32
    assert 0 <= painting.min() <= painting.max() <= 1


def test_a_style_picture_may_have_any_size(painter):
    for style in (RED[:, :1, :1], RED[:, :3], waves(300, 17, 0.3, (1.0, 0.0, 1.0))):
        painting = painter.paint(photo(), [(style, 1.0)], 1.0, unheard)

        assert painting.shape == photo().shape


def test_no_strength_gives_the_photo_back(painter):
    assert torch.equal(painter.paint(photo(), [(RED, 1.0)], 0.0, unheard), photo())


def test_the_same_arguments_give_the_same_painting(painter):
    first = painter.paint(photo(), [(RED, 1.0)], 1.0, unheard)

    assert torch.equal(first, painter.paint(photo(), [(RED, 1.0)], 1.0, unheard))


def test_the_painting_comes_near_its_style_and_leaves_the_photo(painter, features):
    painting = painter.paint(photo(), [(RED, 1.0)], 1.0, unheard)

    assert style_loss(painting, RED, features) < 0.5 * style_loss(photo(), RED, features)
    assert psnr(painting, photo()) < 25


def test_more_strength_is_more_style(painter, features):
    strengths = (0.0, 0.25, 0.5, 0.75, 1.0)
    paintings = [painter.paint(photo(), [(RED, 1.0)], strength, unheard) for strength in strengths]
    losses = [style_loss(painting, RED, features) for painting in paintings]

    assert losses == sorted(losses, reverse=True)
    assert len(set(losses)) == len(losses)


def test_the_heavier_of_two_styles_wins(painter, features):
    mostly_red = painter.paint(photo(), [(RED, 0.9), (BLUE, 0.1)], 1.0, unheard)
    mostly_blue = painter.paint(photo(), [(RED, 0.1), (BLUE, 0.9)], 1.0, unheard)

    assert style_loss(mostly_red, RED, features) < style_loss(mostly_blue, RED, features)
    assert style_loss(mostly_blue, BLUE, features) < style_loss(mostly_red, BLUE, features)


def test_pictures_made_in_inference_mode_are_taken(painter):
    with torch.inference_mode():
        content, style = photo().clone(), RED.clone()

    assert painter.paint(content, [(style, 1.0)], 1.0, unheard).shape == content.shape


def test_the_whole_network_paints_from_the_smallest_photo():
    torch.manual_seed(0)
    net = Vgg().eval().requires_grad_(False)
    painting = Gatys(net, stages=(Stage(fraction=1.0, steps=2),)).paint(
        photo(1, 1), [(RED, 1.0)], 1.0, unheard
    )

    assert painting.shape == (3, 1, 1)
    assert torch.isfinite(painting).all()


def test_a_style_of_no_weight_changes_nothing(painter):
    alone = painter.paint(photo(), [(RED, 1.0)], 1.0, unheard)

    assert torch.equal(alone, painter.paint(photo(), [(RED, 0.4), (BLUE, 0.0)], 1.0, unheard))


def test_a_step_costs_the_same_for_four_styles_as_for_one():
    def asked_per_step(styles: int) -> int:
        net = CountingVgg(SHALLOW_DEPTH).eval().requires_grad_(False)
        counts: list[int] = []

        def count(step: Step) -> None:
            counts.append(net.asked)

        painter = Gatys(net, stages=(Stage(fraction=1.0, steps=3),), longest_side=64)
        painter.paint(photo(), [(RED, 1.0)] * styles, 1.0, count)
        return counts[-1] - counts[-2]

    assert asked_per_step(4) == asked_per_step(1) > 0


def test_every_step_is_reported_with_a_picture_on_demand(painter):
    steps: list[Step] = []
    sizes: list[torch.Size] = []

    def listen(step: Step) -> None:
        steps.append(step)
        sizes.append(step.picture().shape)

    painter.paint(photo(), [(RED, 1.0)], 1.0, listen)

    assert [step.step for step in steps] == list(range(1, 13))
    assert {step.of for step in steps} == {12}
    assert steps[5].loss < steps[0].loss
    assert sizes[0] < sizes[-1]
    assert sizes[0][0] == 3


def test_what_progress_raises_stops_the_painting_and_passes_through(painter):
    heard = []

    def cancel_third(step: Step) -> None:
        heard.append(step.step)
        if step.step == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        painter.paint(photo(), [(RED, 1.0)], 1.0, cancel_third)
    assert heard == [1, 2, 3]


def test_a_large_photo_is_painted_small(painter):
    largest = 0

    def measure(step: Step) -> None:
        nonlocal largest
        largest = max(largest, *step.picture().shape)

    painting = painter.paint(photo(150, 200), [(RED, 1.0)], 1.0, measure)

    assert painting.shape == (3, 150, 200)
    assert largest < 100


@pytest.mark.parametrize(
    ("styles", "strength"),
    [
        ([], 1.0),
        ([(RED, 1.0)] * 5, 1.0),
        ([(RED, -1.0), (BLUE, 2.0)], 1.0),
        ([(RED, 0.0)], 1.0),
        ([(RED, float("nan"))], 1.0),
        ([(RED[0], 1.0)], 1.0),
        ([(RED, 1.0)], 1.5),
        ([(RED, 1.0)], float("nan")),
    ],
)
def test_nonsense_is_refused(painter, styles, strength):
    with pytest.raises(ValueError, match=r"style|picture|strength"):
        painter.paint(photo(), styles, strength, unheard)


def test_the_minimum_in_the_box_is_found_and_the_box_never_left():
    optimum = torch.tensor([0.3, 1.7, -0.4, 0.9])
    stretch = torch.tensor([1.0, 5.0, 20.0, 100.0])

    def evaluate(place: Tensor) -> tuple[float, Tensor]:
        assert 0 <= place.min() <= place.max() <= 1
        difference = place - optimum
        return (stretch * difference.square()).sum().item(), 2 * stretch * difference

    *_, last = islice(minimise(evaluate, torch.full((4,), 0.5)), 60)

    assert torch.allclose(last.picture, torch.tensor([0.3, 1.0, 0.0, 0.9]), atol=1e-2)


def test_a_loss_that_is_not_a_number_is_stepped_back_from():
    def evaluate(place: Tensor) -> tuple[float, Tensor]:
        loss = (place - 0.4).square().sum()
        return (float("nan") if (place < 0.1).any() else loss.item()), torch.full_like(place, 0.02)

    for iterate in islice(minimise(evaluate, torch.tensor([0.11, 0.9])), 20):
        assert torch.isfinite(iterate.picture).all()
        assert iterate.loss == iterate.loss


def test_an_enlarged_painting_that_follows_the_photo_regains_its_detail():
    large = waves(120, 160, 1.2, (0.8, 0.8, 0.8))
    small = resized(large, 60, 80).clamp(0, 1)
    blurred = resized(small, 120, 160).clamp(0, 1)

    assert psnr(enlarge(small, large), large) > psnr(blurred, large) + 3


def test_an_enlarged_painting_that_left_the_photo_stays_as_it_was_painted():
    large = waves(120, 160, 1.2, (0.8, 0.8, 0.8))
    flat = torch.full((3, 60, 80), 0.5)

    assert torch.allclose(enlarge(flat, large), torch.tensor(0.5), atol=0.01)


def test_real_features_paint():
    if not PUBLISHED.is_file():
        pytest.skip(f"no published weights at {PUBLISHED}")
    net = Vgg.load(PUBLISHED)
    painting = Gatys(net, stages=(Stage(fraction=1.0, steps=30),)).paint(photo(), [(RED, 1.0)], 1.0, unheard)

    assert style_loss(painting, RED, net) < 0.5 * style_loss(photo(), RED, net)
    assert psnr(painting, photo()) < 25
