"""AdaIN with weights made by a formula: mixtures, masks, bands, files. Numbers: ``tests.parity``."""

from dataclasses import replace

import numpy
import pytest
import torch
from torch import Tensor

from nst.adain import DECODING, ENCODING, AdaIN
from nst.adain_net import Decoder, Encoder, adapted, adapted_by_place, statistics
from nst.bands import Bands
from nst.styles import Remembered, looked_at
from painting import layers
from painting.sizes import resized
from painting.step import Step
from painting.wish import Arrangement, Picture, StylePicture, Wish
from tests.painting.samples import psnr, unheard
from tests.parity.formula import formula_weights
from weights.checkpoint import WeightsError

State = dict[str, Tensor]
#: So that bands have the smallest height that they can have.
SMALL_LAYERS = layers.Limits(whole=1 << 18, strip=1 << 20, halved=1 << 30)


def clouds(height: int, width: int, seed: int = 0) -> Picture:
    """Soft blots of colour: something to see everywhere."""
    coarse = numpy.random.default_rng(seed).random((3, -(-height // 8), -(-width // 8)), dtype=numpy.float32)
    return resized(coarse, height, width).clip(0, 1)


def style(seed: int, **more: object) -> StylePicture:
    return replace(StylePicture(picture=clouds(56, 72, seed)), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def halves() -> tuple[State, State]:
    encoder, decoder = (
        formula_weights({key: value.shape for key, value in half.state_dict().items()}, {"": seed})
        for seed, half in enumerate((Encoder(), Decoder()))
    )
    return encoder, decoder


@pytest.fixture(scope="module")
def painter(halves: tuple[State, State]) -> AdaIN:
    return AdaIN(*halves)


@pytest.fixture(scope="module")
def encoder(painter: AdaIN) -> Encoder:
    return painter.encoder


def test_a_little_strength_hardly_changes_the_photo(painter: AdaIN) -> None:
    photo = clouds(32, 48)
    little, much = (
        painter.paint(Wish(content=photo, styles=(style(1),), strength=strength), unheard)
        for strength in (0.01, 1.0)
    )

    assert 0 < numpy.abs(little - photo).mean() < 0.05 < numpy.abs(much - photo).mean()


def test_strength_makes_no_jump_where_the_fading_ends(painter: AdaIN) -> None:
    photo = clouds(32, 48)
    below, above = (
        painter.paint(Wish(content=photo, styles=(style(1),), strength=strength), unheard)
        for strength in (0.249, 0.251)
    )

    assert 0 < numpy.abs(above - below).max() < 0.02


def test_a_mixture_lies_between_its_styles(painter: AdaIN) -> None:
    wish = Wish(content=clouds(32, 48), styles=(style(1),))
    one = painter.translate(wish.content, wish, unheard)
    other = painter.translate(wish.content, replace(wish, styles=(style(2),)), unheard)
    mixed = painter.translate(wish.content, replace(wish, styles=(style(1), style(2))), unheard)

    apart = numpy.linalg.norm(one - other)
    assert 0.1 * apart < numpy.linalg.norm(mixed - one) < apart
    assert 0.1 * apart < numpy.linalg.norm(mixed - other) < apart


def test_a_style_without_weight_does_not_count(painter: AdaIN) -> None:
    alone = Wish(content=clouds(32, 48), styles=(style(1, weight=0.3),))
    beside = replace(alone, styles=(style(1, weight=0.3), style(2, weight=0.0)))

    assert numpy.allclose(painter.paint(alone, unheard), painter.paint(beside, unheard), atol=1e-5)


def test_each_style_rules_where_its_mask_says(painter: AdaIN) -> None:
    left = numpy.zeros((32, 192), numpy.float32)
    left[:, :96] = 1
    photo = clouds(32, 192)
    both = Wish(content=photo, styles=(style(1, mask=left), style(2, mask=1 - left)))
    painted = painter.paint(both, unheard)
    alone = [painter.paint(Wish(content=photo, styles=(style(seed),)), unheard) for seed in (1, 2)]

    assert numpy.abs(painted - alone[0])[:, :, :48].max() < 1e-4
    assert numpy.abs(painted - alone[1])[:, :, -48:].max() < 1e-4
    assert numpy.abs(alone[0] - alone[1]).mean() > 0.02


def test_the_photo_stays_where_no_style_rules(painter: AdaIN) -> None:
    mask = numpy.zeros((37, 61), numpy.float32)
    mask[:, :30] = 1
    photo = clouds(37, 61)
    painted = painter.paint(Wish(content=photo, styles=(style(1, mask=mask),)), unheard)

    assert numpy.allclose(painted[:, :, 32:], photo[:, :, 32:], atol=1e-6)
    assert numpy.abs(painted - photo)[:, :, :28].mean() > 0.05


def test_styles_stand_side_by_side_where_that_is_wished(painter: AdaIN) -> None:
    photo = clouds(32, 192)
    wish = Wish(content=photo, styles=(style(1), style(2)), arrangement=Arrangement.SPLIT)
    painted = painter.paint(wish, unheard)
    first = painter.paint(replace(wish, styles=(style(1),)), unheard)

    assert numpy.abs(painted - first)[:, :, :40].max() < 1e-4
    assert numpy.abs(painted - first)[:, :, -40:].mean() > 0.02


def test_a_style_scale_paints_another_picture(painter: AdaIN) -> None:
    wish = Wish(content=clouds(32, 32), styles=(style(1),))
    usual, large = (painter.paint(replace(wish, style_scale=scale), unheard) for scale in (1.0, 3.0))

    assert numpy.abs(usual - large).mean() > 1e-3


@pytest.mark.parametrize(("halved", "least"), [(1 << 30, 100), (1 << 20, 65)])
@pytest.mark.parametrize("masked", [False, True])
def test_a_picture_painted_in_bands_equals_one_painted_at_once(
    halves: tuple[State, State], halved: int, least: float, masked: bool
) -> None:
    mask = numpy.linspace(0, 1, 64, dtype=numpy.float32)[None] if masked else None
    wish = Wish(content=clouds(168, 64), styles=(style(1, mask=mask),))
    whole = AdaIN(*halves).paint(wish, unheard)
    with layers.limited_to(replace(SMALL_LAYERS, halved=halved)):
        in_bands = AdaIN(*halves).paint(wish, unheard)

    assert whole.std() > 0.01
    assert psnr(whole, in_bands) >= least


@pytest.mark.parametrize("height", [200, 203, 129])
@torch.inference_mode()
def test_bands_see_what_the_encoder_sees(encoder: Encoder, height: int) -> None:
    image = torch.from_numpy(clouds(height, 24))[None]
    whole = encoder(image)
    with layers.limited_to(SMALL_LAYERS):
        count = len(ENCODING.cut(image))
        in_bands = ENCODING.through(encoder, image)

    assert count > 1
    torch.testing.assert_close(in_bands, whole, rtol=1e-4, atol=1e-4)


@torch.inference_mode()
def test_bands_see_what_the_decoder_sees(painter: AdaIN) -> None:
    features = torch.rand((1, 512, 19, 3), generator=torch.Generator().manual_seed(0))
    whole = painter.decoder(features)
    with layers.limited_to(SMALL_LAYERS):
        count = len(DECODING.cut(features))
        in_bands = DECODING.through(painter.decoder, features)

    assert count > 1
    torch.testing.assert_close(in_bands, whole, rtol=1e-4, atol=1e-4)


@torch.inference_mode()
def test_bands_that_reach_less_far_differ(encoder: Encoder) -> None:
    image = torch.from_numpy(clouds(200, 24))[None]
    whole = encoder(image)
    with layers.limited_to(SMALL_LAYERS):
        short = Bands(taken=8, given=1, halo=24, widest=128).through(encoder, image)

    assert (short - whole).abs().max() > 0.01


def test_a_picture_that_is_trained_on_is_not_cut() -> None:
    image = torch.rand(1, 3, 200, 24)
    with layers.limited_to(SMALL_LAYERS):
        assert len(ENCODING.cut(image)) == 1


def test_adapted_features_have_the_style_s_statistics() -> None:
    chance = torch.Generator().manual_seed(0)
    content, other = (torch.randn((2, 5, 9, 8), generator=chance) * scale + scale for scale in (1.0, 3.0))
    mean, deviation = statistics(other)
    found = statistics(adapted(content, mean, deviation))

    torch.testing.assert_close(found[0], mean)
    torch.testing.assert_close(found[1], deviation, rtol=1e-4, atol=1e-4)


def test_features_adapted_by_place_have_each_style_s_statistics_where_it_rules() -> None:
    content = torch.randn((1, 5, 40, 8), generator=torch.Generator().manual_seed(0))
    shares = torch.zeros(2, 40, 8)
    shares[0, :18] = 1
    shares[1, 18:36] = 1
    means, deviations = torch.tensor([[3.0], [-2.0]]).expand(2, 5), torch.tensor([[0.5], [4.0]]).expand(2, 5)
    wanted = [adapted(content, means[number], deviations[number]) for number in range(2)]
    found = adapted_by_place(content.clone(), means, deviations, shares)

    torch.testing.assert_close(found[:, :, :18], wanted[0][:, :, :18])
    torch.testing.assert_close(found[:, :, 18:36], wanted[1][:, :, 18:36])
    torch.testing.assert_close(found[:, :, 36:], content[:, :, 36:])


def test_the_halves_can_be_trained() -> None:
    torch.manual_seed(0)
    encoder, decoder = Encoder(), Decoder()
    features = encoder(torch.rand(2, 3, 32, 24))
    painted = decoder(adapted(features, *statistics(encoder(torch.rand(2, 3, 24, 24)))))
    levels = encoder.levels(painted)
    sum(level.square().mean() for level in levels).backward()  # type: ignore[union-attr]

    assert [level.shape[1] for level in levels] == [64, 128, 256, 512]
    assert all(values.grad is not None and values.grad.abs().max() > 0 for values in decoder.parameters())


def test_the_last_level_is_what_the_encoder_gives(encoder: Encoder) -> None:
    image = torch.from_numpy(clouds(20, 33))[None]

    assert torch.equal(encoder.levels(image)[-1], encoder(image))


def test_a_style_is_looked_at_once_and_progress_reaches_its_end(halves: tuple[State, State]) -> None:
    painter = AdaIN(*halves)
    told: list[list[Step]] = [[], []]
    for steps in told:
        painter.paint(Wish(content=clouds(32, 32), styles=(style(1),)), steps.append)

    assert [(steps[-1].step, steps[-1].of) for steps in told] == [(29, 29), (19, 19)]


def test_progress_reaches_its_end_in_bands(halves: tuple[State, State]) -> None:
    steps: list[Step] = []
    with layers.limited_to(SMALL_LAYERS):
        AdaIN(*halves).paint(Wish(content=clouds(200, 40), styles=(style(1),)), steps.append)

    counts = [step.step for step in steps]
    assert counts == sorted(counts)
    assert counts[-1] == steps[-1].of > 29
    assert counts.index(counts[-1]) >= len(counts) - 3


@pytest.mark.parametrize(
    ("own", "content", "scale", "found"),
    [
        ((300, 200), (800, 800), 1.0, (300, 200)),
        ((3000, 1500), (800, 600), 1.0, (800, 400)),
        ((3000, 1500), (4000, 600), 1.0, (1024, 512)),
        ((3000, 1500), (4, 4), 1.0, (256, 128)),
        ((400, 200), (800, 800), 2.0, (800, 400)),
        ((300, 300), (900, 900), 10.0, (2048, 2048)),
        ((400, 4), (400, 400), 0.1, (40, 16)),
    ],
)
def test_a_style_is_looked_at_in_the_painting_s_size_at_most_and_scaled(
    own: tuple[int, int], content: tuple[int, int], scale: float, found: tuple[int, int]
) -> None:
    wish = Wish(content=numpy.zeros((3, *content), numpy.float32), style_scale=scale)

    assert looked_at(numpy.zeros((3, *own), numpy.float32), wish).shape == (3, *found)


def test_the_picture_that_was_not_asked_for_the_longest_is_forgotten() -> None:
    first, second, third = (clouds(8, 8, seed) for seed in range(3))
    measured: list[float] = []

    def measure(picture: Picture) -> Tensor:
        measured.append(float(picture.mean()))
        return torch.tensor(measured[-1])

    remembered = Remembered(measure, most=2)
    for picture in (first, second, first, third):
        remembered(picture)

    assert len(measured) == 3
    assert first in remembered
    assert third in remembered
    assert second not in remembered


def test_the_deeper_layers_of_the_published_file_are_left_out(halves: tuple[State, State]) -> None:
    deeper = {f"{number}.weight": torch.ones(512, 512, 3, 3) for number in (32, 51)}
    painted = AdaIN(halves[0] | deeper, halves[1]).paint(
        Wish(content=clouds(16, 16), styles=(style(1),)), unheard
    )

    assert painted.std() > 0


@pytest.mark.parametrize("key", ["31.weight", "53.bias", "conv1.weight"])
def test_what_the_published_file_does_not_hold_is_refused(halves: tuple[State, State], key: str) -> None:
    with pytest.raises(WeightsError, match=key):
        AdaIN(halves[0] | {key: torch.ones(1)}, halves[1])


def test_halves_in_the_wrong_order_are_refused(halves: tuple[State, State]) -> None:
    with pytest.raises(WeightsError, match=r"0\.weight"):
        AdaIN(halves[1], halves[0])
