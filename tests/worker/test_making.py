"""What purpose and size make of a photo: previews, a larger painting, a smaller one, a file, a sticker."""

import io
from collections.abc import Callable
from time import sleep
from typing import Any

import numpy
import pytest
from PIL import Image

from jobs import keys
from jobs.catalogue import Method
from jobs.job import Job, StylePart
from jobs.record import Record, State
from painting.lettering import drawable
from painting.step import Step, Tell
from painting.wish import Picture as Pixels
from painting.wish import Wish
from sandbox.person import Person, Sandbox
from tests.worker.motion_clips import film, square, squares
from tests.worker.orders import ordered, paint_next, picture, record
from worker import painters
from worker.studio import Studio

FOUR = tuple(StylePart(gallery=name, weight=1) for name in ("wave", "wheatfield", "cradle", "visit"))

Order = Callable[..., tuple[str, Record]]


@pytest.fixture
def order(studio: Studio, sandbox: Sandbox, anna: Person) -> Order:
    """Sends a photo, paints it as told, and gives what the ticket said and what became of the job."""

    def ordering(file: bytes | None = None, **fields: Any) -> tuple[str, Record]:
        wanted: Job = ordered(studio, sandbox, anna, anna.send_photo(file or picture()), **fields)
        return paint_next(studio), record(studio.store, wanted)

    return ordering


def kept(studio: Studio, done: Record) -> Image.Image:
    """The file of a job in the results store."""
    content = studio.results.read(done.job.id)
    assert content is not None
    return Image.open(io.BytesIO(content))


def with_alpha(width: int, height: int) -> bytes:
    """A red disc on nothing."""
    y, x = numpy.mgrid[:height, :width]
    inside = numpy.hypot(y - height / 2, x - width / 2) < height / 3
    values = numpy.zeros((height, width, 4), numpy.uint8)
    values[inside] = (220, 40, 30, 255)
    file = io.BytesIO()
    Image.fromarray(values).save(file, "PNG")
    return file.getvalue()


def photo(width: int, height: int) -> bytes:
    values = numpy.random.default_rng(5).integers(0, 255, (height // 8 + 1, width // 8 + 1, 3), numpy.uint8)
    file = io.BytesIO()
    Image.fromarray(values).resize((width, height), Image.Resampling.BICUBIC).save(file, "JPEG", quality=95)
    return file.getvalue()


def test_one_job_shows_a_photo_in_many_styles_on_one_sheet(order: Order, studio: Studio, anna: Person):
    said, done = order(photo(300, 200), purpose="previews", styles=FOUR)
    sheet = numpy.asarray(kept(studio, done), numpy.float32) / 255
    tiles = [sheet[12:215, 12 + 317 * k : 317 + 317 * k] for k in range(4)]
    differences = [numpy.abs(tiles[i] - tiles[j]).mean() for i in range(4) for j in range(i)]

    assert said.startswith("painted in")
    assert sheet.shape[1] == 1280
    assert min(differences) > 0.03
    assert anna.messages()[-1].media == "photo"
    assert studio.store.redis.hget(keys.estimate(done.job.method, "cpu"), "samples") is None
    assert studio.store.redis.hget(keys.estimate("previews", "cpu"), "samples") == "1"


def test_a_sheet_of_previews_names_its_styles_in_the_persons_language(order: Order, studio: Studio):
    if not drawable("Волна"):
        pytest.skip("this machine has no face with Cyrillic letters")
    sheets = [
        kept(studio, order(purpose="previews", styles=FOUR, language=language)[1])
        for language in ("en", "ru", "ru")
    ]
    english, russian, again = (numpy.asarray(sheet, numpy.int16)[-60:] for sheet in sheets)

    assert numpy.abs(russian - again).max() == 0
    assert numpy.abs(english - russian).max() > 100


def test_previews_of_an_image_file_are_a_photo_all_the_same(studio: Studio, sandbox: Sandbox, anna: Person):
    sent = anna.send_document(with_alpha(90, 60), name="disc.png")
    wanted = ordered(studio, sandbox, anna, sent, purpose="previews", styles=FOUR[:2], as_file=True)
    paint_next(studio)

    assert record(studio.store, wanted).state is State.DONE
    assert anna.messages()[-1].media == "photo"


def test_a_style_that_breaks_leaves_its_tile_and_the_others_stand(
    order: Order, studio: Studio, monkeypatch: pytest.MonkeyPatch
):
    real = painters.PAINTERS[Method.MULTISTYLE]

    def half_broken(files: Any, mixture: Any, device: str) -> Any:
        if "cradle" in mixture:
            raise ZeroDivisionError("ours")
        return real(files, mixture, device)

    monkeypatch.setitem(painters.PAINTERS, Method.MULTISTYLE, half_broken)
    said, done = order(photo(300, 200), purpose="previews", styles=FOUR)
    sheet = numpy.asarray(kept(studio, done), numpy.float32) / 255
    deviations = [sheet[70:205, 20 + 317 * k : 310 + 317 * k].std() for k in range(4)]

    assert said.startswith("painted in")
    assert deviations[2] < 0.1 < min(deviations[:2])


def test_previews_none_of_which_can_be_painted_are_told(order: Order, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setitem(painters.PAINTERS, Method.MULTISTYLE, None)  # not to be called
    said, done = order(purpose="previews", styles=FOUR[:2])

    assert (said, done.reason) == ("failed broken", "broken")


class Slow:
    """Paints in steps, and calls somebody before the third."""

    def __init__(self, before_third: Callable[[], object]) -> None:
        self.before_third = before_third

    def paint(self, wish: Wish, progress: Tell) -> Pixels:
        for number in range(1, 5):
            if number == 3:
                self.before_third()
            progress(Step(step=number, of=4))
        return wish.content / 2


def test_previews_heed_cancel_between_their_tiles_steps(
    studio: Studio, sandbox: Sandbox, anna: Person, monkeypatch: pytest.MonkeyPatch
):
    def cancel() -> None:
        studio.store.cancel(wanted.id, wanted.person)
        sleep(0.5)

    monkeypatch.setattr(keys, "RENEW_EVERY", 0.05)
    monkeypatch.setitem(painters.PAINTERS, Method.MULTISTYLE, lambda *_: Slow(cancel))
    sent = anna.send_photo(picture())
    wanted = ordered(studio, sandbox, anna, sent, purpose="previews", styles=FOUR)

    assert paint_next(studio) == "cancelled"


def test_a_kept_painting_becomes_twice_as_large(order: Order, studio: Studio, anna: Person):
    _, first = order(photo(300, 201))
    said, done = order(purpose="enlargement", source=first.job.id, styles=())
    small, large = kept(studio, first), kept(studio, done)
    again = numpy.asarray(large.resize(small.size, Image.Resampling.BOX), float)

    assert said.startswith("painted in")
    assert large.size == (600, 402)
    assert numpy.abs(again - numpy.asarray(small, float)).mean() < 6
    assert anna.messages()[-1].size == (600, 402)


def test_an_enlargement_keeps_transparency(studio: Studio, sandbox: Sandbox, anna: Person):
    sent = anna.send_document(with_alpha(90, 60), name="disc.png")
    first = ordered(studio, sandbox, anna, sent)
    paint_next(studio)
    sent = anna.send_photo(picture())
    wanted = ordered(studio, sandbox, anna, sent, purpose="enlargement", source=first.id, styles=())
    paint_next(studio)
    large = kept(studio, record(studio.store, wanted))

    assert (large.mode, large.size) == ("RGBA", (180, 120))
    assert large.getpixel((2, 2))[3] == 0
    assert large.getpixel((90, 60))[3] == 255


@pytest.mark.parametrize("source", ["GONEGONE22", ""])
def test_a_painting_that_is_no_longer_kept_cannot_be_enlarged(order: Order, source: str):
    said, _ = order(purpose="enlargement", source=source, styles=())

    assert said == "failed expired_source"


def test_a_painting_that_would_become_too_large_stays_as_it_is(order: Order, studio: Studio):
    _, first = order()
    few = studio.settings.model_copy(update={"most_pixels": 96 * 72 * 4 - 1})
    object.__setattr__(studio.easel, "settings", few)
    said, _ = order(purpose="enlargement", source=first.job.id, styles=())

    assert said == "failed too_large_twice"


@pytest.mark.parametrize(
    ("size", "longest", "painted"),
    [
        ((300, 201), 100, (100, 67)),
        ((201, 300), 100, (67, 100)),
        ((300, 2), 64, (64, 1)),
        ((90, 60), 90, (90, 60)),
    ],
)
def test_a_wished_size_is_the_longer_side_and_the_other_keeps_the_proportions(
    order: Order, studio: Studio, size: tuple[int, int], longest: int, painted: tuple[int, int]
):
    _, done = order(photo(*size), longest=longest)

    assert kept(studio, done).size == painted
    assert done.result is not None
    assert (done.result.width, done.result.height, done.result.painted_side) == (*painted, 0)


def test_a_photo_turned_by_its_camera_is_turned_before_it_is_made_smaller(
    studio: Studio, sandbox: Sandbox, anna: Person
):
    file, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6
    Image.new("RGB", (120, 80), (90, 140, 60)).save(file, "JPEG", exif=exif)
    sent = anna.send_document(file.getvalue(), name="turned.jpg")
    wanted = ordered(studio, sandbox, anna, sent, longest=60)
    paint_next(studio)

    assert kept(studio, record(studio.store, wanted)).size == (40, 60)


def test_a_smaller_painting_keeps_its_transparency_without_a_dark_edge(
    studio: Studio, sandbox: Sandbox, anna: Person
):
    sent = anna.send_document(with_alpha(200, 200), name="disc.png")
    wanted = ordered(studio, sandbox, anna, sent, longest=50, strength=0)
    paint_next(studio)
    small = numpy.asarray(kept(studio, record(studio.store, wanted)))
    edge = small[(small[..., 3] > 30) & (small[..., 3] < 220)]

    assert small.shape == (50, 50, 4)
    assert len(edge) > 0
    assert edge[:, 0].min() > 180


def test_what_is_wanted_as_a_file_goes_as_one(order: Order, anna: Person):
    _, done = order(as_file=True)

    assert done.result is not None
    assert done.result.kind == "document"
    assert anna.messages()[-1].media == "document"


def test_a_film_comes_back_as_one_with_every_frame_painted(studio: Studio, sandbox: Sandbox, anna: Person):
    sent = anna.send_animation(film(squares(6)))
    wanted = ordered(studio, sandbox, anna, sent)
    paint_next(studio)
    done = record(studio.store, wanted)
    painted = studio.easel.decoder.decode_clip(studio.results.read(wanted.id) or b"")

    assert done.result is not None
    assert (done.result.kind, done.result.width, done.result.height) == ("animation", 96, 64)
    assert len(painted.frames) == 6
    assert numpy.abs(painted.frames[0].astype(float) - square(0)).mean() > 20


def test_a_film_heeds_cancel_and_cannot_be_kept_half_way(
    studio: Studio, sandbox: Sandbox, anna: Person, monkeypatch: pytest.MonkeyPatch
):
    def wish() -> None:
        if not wishes:
            studio.store.cancel(wanted.id, wanted.person, keep=True)
        elif len(wishes) == 4:
            studio.store.cancel(wanted.id, wanted.person)
        wishes.append("wish")
        sleep(0.2)

    wishes: list[str] = []
    monkeypatch.setattr(keys, "RENEW_EVERY", 0.05)
    monkeypatch.setitem(painters.PAINTERS, Method.MULTISTYLE, lambda *_: Slow(wish))
    wanted = ordered(studio, sandbox, anna, anna.send_animation(film(squares(9))))

    assert paint_next(studio) == "cancelled"
    assert 4 < len(wishes) < 9


def test_a_sticker_comes_back_as_one_with_its_transparency(studio: Studio, sandbox: Sandbox, anna: Person):
    file = io.BytesIO()
    Image.open(io.BytesIO(with_alpha(512, 400))).save(file, "WEBP", lossless=True)
    wanted = ordered(studio, sandbox, anna, anna.send_sticker(file.getvalue()))
    paint_next(studio)
    done = record(studio.store, wanted)
    painted = kept(studio, done)

    assert done.result is not None
    assert (done.result.kind, painted.format, painted.size) == ("sticker", "WEBP", (512, 400))
    assert painted.convert("RGBA").getpixel((3, 3))[3] == 0


def test_a_film_that_is_too_long_is_told(studio: Studio, sandbox: Sandbox, anna: Person):
    wanted = ordered(studio, sandbox, anna, anna.send_animation(film(squares(24), rate=2)))
    said = paint_next(studio)

    assert said == "failed too_long"
    assert record(studio.store, wanted).attempts == 1
