"""A job's wish: which styles it looks at, which a net has in its weights, what is left to chance."""

from pathlib import Path

import numpy
import pytest
from PIL import Image

from jobs.catalogue import STYLES, Lane, Method, Style
from jobs.errors import TellThePerson
from jobs.job import StylePart
from nst.enlarger import Enlarger
from painting.step import Step, Tell
from painting.wish import Picture as Pixels
from painting.wish import Wish
from tests.chat.samples import job
from weights.manifest import EMBEDDED
from worker.paint import chance, mixture, paint, style_picture
from worker.pictures import Picture


def photo(height: int = 40, width: int = 60) -> Picture:
    pixels = numpy.random.default_rng(1).random((3, height, width), numpy.float32)
    return Picture(pixels=pixels, alpha=None, source_format="PNG")


def test_a_style_by_chance_is_another_one_for_another_job_and_the_same_for_the_same():
    first, second = (job(1, id=name, method=Method.MUNIT) for name in ("AAAAAAAAAA", "BBBBBBBBBB"))

    assert chance(first) == chance(first) != chance(second)
    assert chance(job(1, method=Method.GATYS)) == 0


def test_a_nets_styles_are_a_mixture_and_pictures_are_looked_at():
    parts = tuple(StylePart(gallery=name, weight=weight) for name, weight in (("wave", 60), ("visit", 40)))

    assert mixture(job(1, styles=parts), STYLES) == {"wave": 60, "visit": 40}
    assert mixture(job(1, styles=(StylePart(gallery="drawn_ink", weight=1),)), STYLES) == {}


def test_a_drawn_style_is_as_large_as_it_is_used():
    assert style_picture(STYLES["drawn_ink"], photo(400, 600), side=300).shape == (3, 200, 300)


def test_an_operators_picture_is_read_and_one_that_is_gone_is_told(tmp_path: Path):
    file = tmp_path / "mine.png"
    Image.new("RGB", (30, 20), (255, 0, 0)).save(file)
    style = Style(name="mine", title="Mine", method=Method.GATYS, lane=Lane.SLOW, file=file)

    assert style_picture(style, photo(), side=300).shape == (3, 20, 30)
    file.unlink()
    with pytest.raises(TellThePerson) as told:
        style_picture(style, photo(), side=300)
    assert told.value.reason == "style_gone"


class Darker:
    """Notes at what size it paints."""

    def __init__(self) -> None:
        self.sizes: list[tuple[int, ...]] = []

    def paint(self, wish: Wish, progress: Tell) -> Pixels:
        self.sizes.append(wish.content.shape)
        progress(Step(step=1, of=1))
        return wish.content / 2


def test_a_large_photo_is_painted_at_the_longest_side_and_comes_back_at_its_own_size():
    painter, enlarger = Darker(), Enlarger(EMBEDDED / "enlarger.safetensors")
    wish = Wish(content=photo(90, 121).pixels)
    large = paint(painter, wish, 60, enlarger, lambda _: None)
    whole = paint(painter, wish, 121, enlarger, lambda _: None)

    assert painter.sizes == [(3, 45, 60), (3, 90, 121)]
    assert large.shape == whole.shape == (3, 90, 121)
    assert abs(large.mean() - whole.mean()) < 0.02
