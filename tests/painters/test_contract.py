"""What every painter keeps to, whoever wrote it: sizes, strength, colours, steps, refusals."""

from collections.abc import Callable
from dataclasses import replace
from functools import cache

import numpy
import pytest

from jobs.catalogue import Method
from painting import layers
from painting.step import Step
from painting.wish import Colours, Painter, Picture, StylePicture, Wish
from tests.painters.every import EVERY
from tests.painting.samples import clouds, psnr, unheard
from worker.painters import PAINTERS

#: Nearly every layer of a small picture is cut. The second also keeps nearly every layer as float16.
STRIPS = layers.Limits(whole=1 << 18, strip=1 << 20, halved=1 << 30)
HALVED = replace(STRIPS, halved=1 << 20)

CUT = [method for method, entry in EVERY.items() if entry.strips]
#: The same, with those that take seconds among the slow tests.
QUICKLY_CUT = [
    pytest.param(method, marks=[] if method in (Method.MULTISTYLE, Method.JOHNSON) else [pytest.mark.slow])
    for method in CUT
]
PICTURED = [method for method, entry in EVERY.items() if entry.takes[1] > 0]
NEEDY = [method for method, entry in EVERY.items() if entry.takes[0] > 0]
ALONE = [method for method, entry in EVERY.items() if entry.takes[1] == 0]

every = pytest.mark.parametrize("method", EVERY)
cut = pytest.mark.parametrize("method", CUT)
pictured = pytest.mark.parametrize("method", PICTURED)

Build = Callable[[Method], Painter]


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Build:
    """Makes a painter that has seen no style yet."""
    folder = tmp_path_factory.mktemp("weights")
    return lambda method: EVERY[method].build(folder)


@pytest.fixture(scope="module")
def built(fresh: Build) -> Build:
    """Makes a painter, once for all tests here."""
    return cache(fresh)


@pytest.fixture
def painter(built: Build, method: Method) -> Painter:
    return built(method)


def style(seed: int = 1) -> StylePicture:
    return StylePicture(picture=clouds(88, 104, seed))


def wish(method: Method, content: Picture, *styles: StylePicture) -> Wish:
    """For a painting of the content in these styles, or one, where it takes any."""
    taken = styles or (style(),)
    return Wish(content=content, styles=taken if method in PICTURED else ())


def test_the_contract_is_for_every_painter() -> None:
    assert set(EVERY) == set(PAINTERS)


@every
@pytest.mark.parametrize("size", [(1, 1), (1, 70), (15, 15), (16, 16), (37, 61), (150, 33)])
def test_a_painting_has_the_size_of_its_photo(
    painter: Painter, method: Method, size: tuple[int, int]
) -> None:
    painting = painter.paint(wish(method, clouds(*size)), unheard)

    assert painting.shape == (3, *size)
    assert painting.dtype == numpy.float32
    assert 0 <= painting.min() <= painting.max() <= 1


@pictured
@pytest.mark.parametrize("size", [(1, 1), (15, 15), (15, 9), (300, 3), (2, 90)])
def test_a_style_picture_may_be_tiny(painter: Painter, method: Method, size: tuple[int, int]) -> None:
    tiny = StylePicture(picture=clouds(*size))
    painting = painter.paint(wish(method, clouds(24, 32), tiny), unheard)

    assert painting.shape == (3, 24, 32)
    assert numpy.isfinite(painting).all()


@every
@pytest.mark.parametrize(
    "limits",
    [layers.USUAL, pytest.param(STRIPS, marks=pytest.mark.slow)],
    ids=["plain", "strips"],
)
def test_photo_style_and_mask_are_not_changed(fresh: Build, method: Method, limits: layers.Limits) -> None:
    mask = numpy.linspace(0, 1, 48, dtype=numpy.float32)[None].repeat(64, 0)
    photo, model = clouds(64, 48), clouds(88, 104, 1)
    before = photo.copy(), model.copy(), mask.copy()
    with layers.limited_to(limits):
        fresh(method).paint(wish(method, photo, StylePicture(picture=model)), unheard)
        fresh(method).paint(wish(method, photo, StylePicture(picture=model, mask=mask)), unheard)

    assert numpy.array_equal(photo, before[0])
    assert numpy.array_equal(model, before[1])
    assert numpy.array_equal(mask, before[2])


@every
def test_no_strength_gives_a_copy_of_the_photo(painter: Painter, method: Method) -> None:
    photo = clouds(20, 30)
    painting = painter.paint(replace(wish(method, photo), strength=0.0), unheard)

    assert numpy.array_equal(painting, photo)
    assert painting is not photo


@every
def test_a_painting_is_not_the_photo(painter: Painter, method: Method) -> None:
    photo = clouds(40, 56)

    assert psnr(painter.paint(wish(method, photo), unheard), photo) < 26


@every
@pytest.mark.parametrize("seed", [0, 7])
def test_the_same_wish_gives_the_same_painting(painter: Painter, method: Method, seed: int) -> None:
    asked = replace(wish(method, clouds(40, 56)), seed=seed)

    assert numpy.array_equal(painter.paint(asked, unheard), painter.paint(asked, unheard))


@every
def test_the_photo_s_hue_can_be_kept(painter: Painter, method: Method) -> None:
    grey = clouds(32, 32)[:1].repeat(3, 0)
    asked = wish(method, grey)
    coloured, kept = (
        painter.paint(replace(asked, colours=colours), unheard)
        for colours in (Colours.STYLE, Colours.LUMINANCE)
    )

    assert numpy.ptp(coloured, axis=0).max() > 0.05
    assert numpy.ptp(kept, axis=0).max() < 1e-5


@pytest.mark.parametrize("method", QUICKLY_CUT)
@pytest.mark.parametrize("strength", [1.0, pytest.param(0.7, marks=pytest.mark.slow)])
def test_a_picture_painted_in_strips_equals_one_painted_at_once(
    fresh: Build, method: Method, strength: float
) -> None:
    asked = replace(wish(method, clouds(160, 208), style(1), style(2)), strength=strength)
    whole = fresh(method).paint(asked, unheard)
    with layers.limited_to(STRIPS):
        in_strips = fresh(method).paint(asked, unheard)
    with layers.limited_to(HALVED):
        halved = fresh(method).paint(asked, unheard)

    least = EVERY[method].strips
    assert least is not None
    assert whole.std() > 0.05
    assert psnr(whole, in_strips) >= least[0]
    assert psnr(whole, halved) >= least[1]


@every
@pytest.mark.parametrize("strength", [1.0, 0.5])
def test_steps_are_told_in_order_up_to_the_last(fresh: Build, method: Method, strength: float) -> None:
    told: list[Step] = []
    fresh(method).paint(replace(wish(method, clouds(24, 32)), strength=strength), told.append)

    assert [step.step for step in told] == list(range(1, EVERY[method].steps + 1))
    assert {step.of for step in told} == {EVERY[method].steps}


@cut
def test_steps_stay_in_order_where_layers_are_cut(fresh: Build, method: Method) -> None:
    told: list[Step] = []
    with layers.limited_to(HALVED):
        fresh(method).paint(wish(method, clouds(96, 96)), told.append)

    counts = [step.step for step in told]
    assert counts == sorted(counts)
    assert len(counts) > EVERY[method].steps
    assert counts[-1] == told[-1].of
    assert len({step.of for step in told}) == 1


@every
def test_an_exception_from_whoever_is_told_stops_the_painting(painter: Painter, method: Method) -> None:
    heard: list[int] = []

    def stop_at_the_third(step: Step) -> None:
        heard.append(step.step)
        if len(heard) == 3:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        painter.paint(wish(method, clouds(24, 32)), stop_at_the_third)
    assert heard == [1, 2, 3]


@every
@pytest.mark.parametrize("shape", [(1, 20, 30), (4, 20, 30), (20, 30), (3, 0, 30), (1, 3, 20, 30)])
def test_what_is_not_a_picture_is_refused(painter: Painter, method: Method, shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"the content image has shape \(3, H, W\)"):
        painter.paint(wish(method, numpy.zeros(shape, numpy.float32)), unheard)


@every
@pytest.mark.parametrize("kind", ["uint8", "float64"])
def test_a_picture_of_other_values_is_refused(painter: Painter, method: Method, kind: str) -> None:
    with pytest.raises(ValueError, match=f"the content image holds float32 values .* not {kind}"):
        painter.paint(wish(method, numpy.zeros((3, 20, 30), kind)), unheard)


@every
@pytest.mark.parametrize("value", [numpy.nan, numpy.inf])
def test_a_content_image_that_is_not_finite_is_refused(
    painter: Painter, method: Method, value: float
) -> None:
    photo = clouds(20, 30)
    photo[1, 3, 4] = value

    with pytest.raises(ValueError, match="the content image holds values that are not finite"):
        painter.paint(wish(method, photo), unheard)


@pictured
@pytest.mark.parametrize("value", [numpy.nan, -numpy.inf])
@pytest.mark.parametrize("number", [1, 2])
def test_a_style_image_that_is_not_finite_is_refused_by_its_number(
    painter: Painter, method: Method, value: float, number: int
) -> None:
    styles = (style(1), style(2))
    styles[number - 1].picture[0, 3, 4] = value

    with pytest.raises(ValueError, match=f"style image {number} holds values that are not finite"):
        painter.paint(wish(method, clouds(20, 30), *styles), unheard)


@pictured
def test_a_style_image_without_channels_is_refused(painter: Painter, method: Method) -> None:
    flat = StylePicture(picture=clouds(20, 30)[0])

    with pytest.raises(ValueError, match="style image 1 has shape"):
        painter.paint(wish(method, clouds(20, 30), flat), unheard)


@pytest.mark.parametrize("method", NEEDY)
def test_no_style_is_refused(painter: Painter, method: Method) -> None:
    with pytest.raises(ValueError, match="takes 1 to 4 style images, not 0"):
        painter.paint(replace(wish(method, clouds(20, 30)), styles=()), unheard)


@pictured
def test_five_styles_are_refused(painter: Painter, method: Method) -> None:
    with pytest.raises(ValueError, match=f"takes {EVERY[method].takes[0]} to 4 style images, not 5"):
        painter.paint(wish(method, clouds(20, 30), *[style()] * 5), unheard)


@pytest.mark.parametrize("method", ALONE)
@pytest.mark.parametrize("count", [1, 5])
def test_a_style_image_is_refused_where_the_style_is_in_the_weights(
    painter: Painter, method: Method, count: int
) -> None:
    with pytest.raises(ValueError, match="takes no style images"):
        painter.paint(replace(wish(method, clouds(20, 30)), styles=(style(),) * count), unheard)


@pictured
@pytest.mark.parametrize(
    "weights",
    [(0.0,), (0.0, 0.0), (1.0, -0.5), (-1.0, 2.0), (float("nan"),), (float("nan"), 1.0), (float("inf"), 1.0)],
)
def test_weights_that_do_not_add_up_are_refused(
    painter: Painter, method: Method, weights: tuple[float, ...]
) -> None:
    styles = [replace(style(seed), weight=weight) for seed, weight in enumerate(weights)]

    with pytest.raises(ValueError, match="weights of styles are finite, >= 0 and not all 0"):
        painter.paint(wish(method, clouds(20, 30), *styles), unheard)


@pictured
@pytest.mark.parametrize(
    ("shape", "value", "reason"),
    [((9, 9), 0, "is 0 everywhere"), ((9, 9), 2, r"values in \[0, 1\]"), ((3, 9, 9), 1, r"shape \(H, W\)")],
    ids=["empty", "above 1", "of colours"],
)
def test_a_mask_that_is_none_is_refused(
    painter: Painter, method: Method, shape: tuple[int, ...], value: float, reason: str
) -> None:
    masked = replace(style(), mask=numpy.full(shape, value, numpy.float32))

    with pytest.raises(ValueError, match=f"the mask of style image 1 .*{reason}"):
        painter.paint(wish(method, clouds(20, 30), masked), unheard)


@every
@pytest.mark.parametrize("strength", [-0.1, 1.1, float("nan")])
def test_a_strength_out_of_range_is_refused(painter: Painter, method: Method, strength: float) -> None:
    with pytest.raises(ValueError, match="strength"):
        painter.paint(replace(wish(method, clouds(20, 30)), strength=strength), unheard)


@every
@pytest.mark.parametrize("scale", [0.0, 11.0])
def test_a_style_scale_out_of_range_is_refused(painter: Painter, method: Method, scale: float) -> None:
    with pytest.raises(ValueError, match="style scale"):
        painter.paint(replace(wish(method, clouds(20, 30)), style_scale=scale), unheard)
