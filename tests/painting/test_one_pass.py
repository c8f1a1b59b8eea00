"""What nets of one pass have in common, seen on a net that turns colours round."""

from dataclasses import dataclass, field

import numpy
import pytest

from painting.one_pass import OnePass
from painting.sizes import brightness
from painting.step import Enough, Step, Tell
from painting.wish import Arrangement, Colours, Mask, Picture, StylePicture, Wish
from tests.painting.samples import dust, plain, unheard

RED, GREEN, BLUE = (plain(4, 4, *colour) for colour in numpy.eye(3))


@dataclass
class Negative(OnePass):
    """1 - photo; has its style in itself."""

    multiple = 8
    least = 16

    seen: list[Wish] = field(default_factory=list)
    sizes: list[tuple[int, ...]] = field(default_factory=list)

    def translate(self, image: Picture, wish: Wish, progress: Tell) -> Picture:
        progress(Step(step=1, of=1))
        self.seen.append(wish)
        self.sizes.append(image.shape)
        return 1 - image


class Faint(Negative):
    """Fades by itself above half the strength."""

    fades_below = 0.5


class Wash(OnePass):
    """One colour everywhere: the styles' means by their weights; reports two layers."""

    multiple = 4
    least = 4
    takes = (1, 4)

    def translate(self, image: Picture, wish: Wish, progress: Tell) -> Picture:
        for layer in (1, 2):
            progress(Step(step=layer, of=2))
        weights = numpy.array([style.weight for style in wish.styles])
        means = numpy.stack([style.picture.mean((1, 2)) for style in wish.styles])
        mixed = (weights[:, None] * means).sum(0) / weights.sum()
        return plain(*image.shape[1:], *mixed.tolist())


class Mindful(Wash):
    """Heeds masks itself."""

    masks_inside = True


def styled(*pictures: Picture, masks: tuple[Mask | None, ...] = ()) -> tuple[StylePicture, ...]:
    given = masks or (None,) * len(pictures)
    return tuple(StylePicture(picture=one, mask=mask) for one, mask in zip(pictures, given, strict=True))


def left() -> Mask:
    """1 in the left half of 16 columns."""
    return numpy.repeat((numpy.arange(16) < 8).astype(numpy.float32)[None], 12, axis=0)


@pytest.mark.parametrize("size", [(1, 1), (16, 16), (17, 40), (3, 90)])
def test_the_net_sees_what_it_can_take_and_the_painting_has_the_photo_s_size(size: tuple[int, int]) -> None:
    net, photo = Negative(), dust(*size)
    painting = net.paint(Wish(content=photo), unheard)

    assert numpy.array_equal(painting, 1 - photo)
    assert all(side % 8 == 0 and side >= 16 for side in net.sizes[0][1:])


def test_no_strength_gives_a_copy_of_the_photo_without_painting() -> None:
    net, photo = Negative(), dust(9, 9)
    painting = net.paint(Wish(content=photo, strength=0), unheard)

    assert numpy.array_equal(painting, photo)
    assert painting is not photo
    assert net.seen == []


@pytest.mark.parametrize("strength", [0.1, 0.5, 0.9])
def test_a_painting_fades_into_the_photo_with_its_strength(strength: float) -> None:
    photo = dust(20, 20)
    painting = Negative().paint(Wish(content=photo, strength=strength), unheard)

    assert painting == pytest.approx(photo + strength * (1 - 2 * photo), abs=1e-6)


@pytest.mark.parametrize(("strength", "share"), [(1.0, 1.0), (0.5, 1.0), (0.25, 0.5), (0.1, 0.2)])
def test_a_net_that_heeds_strength_itself_fades_only_below_its_own_least(
    strength: float, share: float
) -> None:
    net, photo = Faint(), dust(20, 20)
    painting = net.paint(Wish(content=photo, strength=strength), unheard)

    assert painting == pytest.approx(photo + share * (1 - 2 * photo), abs=1e-6)
    assert net.seen[0].strength == strength


@pytest.mark.parametrize("value", [-3.0, 7.0])
def test_what_the_net_paints_beyond_the_range_is_clipped(value: float) -> None:
    painting = Wash().paint(
        Wish(content=dust(9, 9), styles=styled(plain(4, 4, value, value, value))), unheard
    )

    assert painting.min() == painting.max() == (0 if value < 0 else 1)
    assert painting.dtype == numpy.float32


@pytest.mark.parametrize("strength", [0.0, 0.3, 1.0])
@pytest.mark.parametrize("colours", Colours)
def test_the_photo_is_not_changed(strength: float, colours: Colours) -> None:
    photo = dust(16, 16)
    Negative().paint(Wish(content=photo, strength=strength, colours=colours), unheard)

    assert numpy.array_equal(photo, dust(16, 16))


def test_styles_are_blended_by_their_weights() -> None:
    styles = (StylePicture(picture=RED, weight=1), StylePicture(picture=BLUE, weight=3))
    painting = Wash().paint(Wish(content=dust(12, 16), styles=styles), unheard)

    assert painting == pytest.approx(plain(12, 16, 0.25, 0, 0.75))


def test_two_styles_stand_side_by_side() -> None:
    wish = Wish(content=dust(12, 100), styles=styled(RED, GREEN), arrangement=Arrangement.SPLIT)
    painting = Wash().paint(wish, unheard)

    assert painting[:, :, :40] == pytest.approx(plain(12, 40, 1, 0, 0))
    assert painting[:, :, 60:] == pytest.approx(plain(12, 40, 0, 1, 0))
    assert painting.sum(0) == pytest.approx(numpy.ones((12, 100)), abs=1e-5)


def test_under_a_mask_the_style_rules_and_elsewhere_the_photo_stays() -> None:
    photo = dust(12, 16)
    painting = Wash().paint(Wish(content=photo, styles=styled(GREEN, masks=(left(),))), unheard)

    assert painting[:, :, :8] == pytest.approx(plain(12, 8, 0, 1, 0))
    assert painting[:, :, 8:] == pytest.approx(photo[:, :, 8:])


def test_each_of_two_masks_has_its_style() -> None:
    wish = Wish(content=dust(12, 16), styles=styled(GREEN, BLUE, masks=(left(), 1 - left())))
    painting = Wash().paint(wish, unheard)

    assert painting[:, :, :8] == pytest.approx(plain(12, 8, 0, 1, 0), abs=1e-6)
    assert painting[:, :, 8:] == pytest.approx(plain(12, 8, 0, 0, 1), abs=1e-6)


def test_masks_and_strength_go_together() -> None:
    photo = dust(12, 16)
    wish = Wish(content=photo, styles=styled(GREEN, masks=(left(),)), strength=0.5)
    painting = Wash().paint(wish, unheard)

    assert painting[:, :, :8] == pytest.approx((photo[:, :, :8] + plain(12, 8, 0, 1, 0)) / 2, abs=1e-6)
    assert painting[:, :, 8:] == pytest.approx(photo[:, :, 8:], abs=1e-6)


def test_a_net_that_heeds_masks_itself_gets_the_whole_wish() -> None:
    wish = Wish(content=dust(12, 16), styles=styled(RED, BLUE, masks=(left(), None)))
    painting = Mindful().paint(wish, unheard)

    assert painting == pytest.approx(plain(12, 16, 0.5, 0, 0.5))


def test_the_steps_of_several_passes_are_counted_as_one_row() -> None:
    steps: list[Step] = []
    wish = Wish(content=dust(12, 40), styles=styled(RED, GREEN, BLUE), arrangement=Arrangement.SPLIT)
    Wash().paint(wish, steps.append)

    assert [(step.step, step.of) for step in steps] == [(number, 6) for number in range(1, 7)]


def test_a_style_that_rules_nowhere_is_not_painted() -> None:
    steps: list[Step] = []
    styles = (StylePicture(picture=RED, weight=1, mask=left()), StylePicture(picture=BLUE, weight=0))
    Wash().paint(Wish(content=dust(12, 16), styles=styles), steps.append)

    assert [(step.step, step.of) for step in steps] == [(1, 2), (2, 2)]


def test_brightness_is_the_painting_s_and_the_hue_the_photo_s() -> None:
    photo = dust(16, 16)
    painting = Negative().paint(Wish(content=photo, colours=Colours.LUMINANCE), unheard)

    assert numpy.abs(brightness(painting) - brightness(1 - photo)).max() < 1e-3
    assert ((painting - brightness(painting)) * (photo - brightness(photo))).min() > -1e-6


def test_where_the_net_has_the_style_in_itself_its_painting_is_matched_to_the_photo() -> None:
    photo = 0.5 + 0.3 * (dust(40, 40) - 0.2)
    painting = Negative().paint(Wish(content=photo, colours=Colours.MATCHED), unheard)

    assert painting.mean((1, 2)) == pytest.approx(photo.mean((1, 2)), abs=1e-3)
    assert numpy.abs(painting - (1 - photo)).max() > 0.05


def test_a_style_picture_is_matched_to_the_photo_before_the_net_sees_it() -> None:
    photo = dust(40, 40)
    painting = Wash().paint(Wish(content=photo, styles=styled(GREEN), colours=Colours.MATCHED), unheard)

    assert painting == pytest.approx(plain(40, 40, *photo.mean((1, 2)).tolist()), abs=1e-3)


@pytest.mark.parametrize("error", [Enough, InterruptedError])
@pytest.mark.parametrize("arrangement", Arrangement)
def test_an_exception_from_whoever_is_told_passes_through(
    error: type[Exception], arrangement: Arrangement
) -> None:
    def stop(step: Step) -> None:
        raise error

    wish = Wish(content=dust(12, 40), styles=styled(RED, GREEN), arrangement=arrangement)

    with pytest.raises(error):
        Wash().paint(wish, stop)


@pytest.mark.parametrize(
    ("net", "styles", "words"),
    [
        (Negative(), styled(RED), "takes no style images"),
        (Wash(), (), "takes 1 to 4 style images, not 0"),
        (Wash(), styled(RED, RED, RED, RED, RED), "takes 1 to 4 style images, not 5"),
    ],
)
def test_another_number_of_styles_than_the_net_takes_is_refused(
    net: OnePass, styles: tuple[StylePicture, ...], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        net.paint(Wish(content=dust(9, 9), styles=styles), unheard)


def test_even_where_nothing_is_to_be_painted_the_wish_is_checked() -> None:
    with pytest.raises(ValueError, match="the content image"):
        Negative().paint(Wish(content=numpy.zeros((1, 2, 3), numpy.float32), strength=0), unheard)
