"""Contact sheets as a worker makes them: tile by tile, people first, and never without end."""

import io
from collections.abc import Iterator
from pathlib import Path

import numpy
import pytest
from PIL import Image
from redis import Redis

from chat.sample import sample_photo
from jobs.catalogue import OWN_FAST, Lane
from jobs.presence import Announcement, Presence
from jobs.record import State
from jobs.settings import Settings
from jobs.sheets import Sheet, Sheets
from painting.contact_sheet import SIDE
from sandbox.person import Person, Sandbox
from tests.jobs.broker import publishing_into, sheets_asked
from tests.worker.orders import ordered, paint_next, picture, record
from worker import needs, tasks
from worker.sheet import MOST_HANDS, SheetMaker
from worker.studio import Studio

TWO = Sheet(("wave", "visit"), first=3)


@pytest.fixture
def broker(redis: Redis) -> Iterator[Redis]:
    with publishing_into(redis):
        yield redis


@pytest.fixture
def maker(studio: Studio) -> SheetMaker:
    """Of a worker that is present, for a sheet of two styles."""
    studio._announce_once()
    return SheetMaker(studio, TWO)


def nobody() -> bool:
    """Nobody waits for a picture."""
    return False


def sheets(studio: Studio) -> Sheets:
    return Sheets(studio.store.redis, studio.results)


def made(studio: Studio, sheet: Sheet) -> numpy.ndarray:
    found = sheets(studio).find(sheet)
    assert isinstance(found, bytes)
    with Image.open(io.BytesIO(found)) as image:
        assert image.format == "JPEG"
        return numpy.asarray(image, numpy.float32) / 255


def test_a_sheet_shows_each_style_on_the_same_photo(maker: SheetMaker, studio: Studio):
    said = maker.make(nobody)
    sheet = made(studio, TWO)
    height = round(SIDE * 853 / 1280)
    tiles = [sheet[12 : 12 + height, left : left + SIDE] for left in (12, 12 + SIDE + 12)]
    with Image.open(io.BytesIO(sample_photo(studio.settings))) as photo:
        plain = numpy.asarray(photo.resize((SIDE, height)), numpy.float32) / 255

    assert said.startswith("made in")
    assert sheet.shape[1] == 2 * (SIDE + 12) + 12
    assert all(numpy.abs(tile - plain).mean() > 0.05 for tile in tiles)
    assert numpy.abs(tiles[0] - tiles[1]).mean() > 0.05


def test_what_was_painted_is_not_painted_again_for_another_sheet(
    maker: SheetMaker, studio: Studio, monkeypatch: pytest.MonkeyPatch
):
    maker.make(nobody)
    monkeypatch.setattr(SheetMaker, "_paint", None)  # to paint would fail now
    said = SheetMaker(studio, Sheet(("visit", "wave"))).make(nobody)

    assert said.startswith("made in")


def test_a_person_who_waits_comes_before_the_next_tile_and_the_sheet_goes_on_later(
    maker: SheetMaker, studio: Studio, broker: Redis, sandbox: Sandbox, anna: Person
):
    def person_comes_first() -> bool:
        if maker._tile("wave") is None:
            return False
        paint_next(studio)
        return True

    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    said = maker.make(person_comes_first)
    asked = sheets_asked(broker)

    assert said == "put off"
    assert record(studio.store, wanted).state is State.DONE
    assert asked == [[["wave", "visit"], 3, 0]]
    assert SheetMaker(studio, TWO).make(nobody).startswith("made in")


def test_the_task_paints_who_waits_and_then_finds_nobody(
    studio: Studio, broker: Redis, sandbox: Sandbox, anna: Person, monkeypatch: pytest.MonkeyPatch
):
    studio._announce_once()
    monkeypatch.setitem(tasks._studios, Lane.FAST, studio)
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    said = [tasks.make_sheet(["wave", "visit"], 3) for _ in range(2)]
    studio.telling.settle(20)

    assert said[0] == "sheet of 2 put off"
    assert said[1].startswith("sheet of 2 made in")
    assert record(studio.store, wanted).state is State.DONE


def test_a_worker_that_must_stop_leaves_the_sheet_to_another(
    maker: SheetMaker, studio: Studio, broker: Redis
):
    broker.set(studio.stopping, 1, ex=60)

    assert maker.make(nobody) == "put off"
    assert len(sheets_asked(broker)) == 1


def test_a_sheet_with_styles_that_only_another_worker_has_is_handed_on_and_not_for_ever(
    studio: Studio, broker: Redis
):
    studio._announce_once()
    half = Sheet(("wave", "horse2zebra"))
    alone = SheetMaker(studio, half).make(nobody)
    other = Announcement(name="other", lane=Lane.FAST, device="cpu", able=frozenset({"horse2zebra"}))
    Presence(broker).announce(other)
    said = [SheetMaker(studio, half).make(nobody, handed_on=number) for number in (0, MOST_HANDS)]

    assert alone == "given up"
    assert said == ["handed on", "given up"]
    assert sheets_asked(broker) == [[["wave", "horse2zebra"], 1, 1]]
    assert sheets(studio).find(half) is None


def test_a_style_picture_stands_for_itself_where_nothing_paints_by_pictures(studio: Studio):
    assert not any(needs.installed(method, None, studio.settings.weights_dir) for method in OWN_FAST)
    studio._announce_once()
    drawn = Sheet(("drawn_dots",))

    assert SheetMaker(studio, drawn).make(nobody).startswith("made in")
    assert made(studio, drawn)[12:200, 12:300].std() > 0.1


@pytest.fixture
def own_style(studio: Studio, tmp_path: Path) -> Path:
    """A picture of the operator's, "mine", in the studio's folder."""
    folder = tmp_path / "styles"
    folder.mkdir()
    (folder / "mine.toml").write_text('title = "Mine"\nlicence = "MIT"\n')
    Image.new("RGB", (60, 40), (200, 30, 30)).save(folder / "mine.png")
    settings: Settings = studio.settings.model_copy(update={"styles_dir": folder})
    object.__setattr__(studio, "settings", settings)
    return folder / "mine.png"


def test_an_operators_style_that_changed_gets_a_new_sheet(studio: Studio, own_style: Path):
    mine = Sheet(("mine",))
    studio._announce_once()
    SheetMaker(studio, mine).make(nobody)
    red = made(studio, mine)[100, 100]
    Image.new("RGB", (61, 40), (30, 30, 200)).save(own_style)
    studio._announce_once()
    gone = sheets(studio).find(mine)
    SheetMaker(studio, mine).make(nobody)
    blue = made(studio, mine)[100, 100]

    assert gone is None
    assert red[0] > red[2]
    assert blue[2] > blue[0]


def test_a_worker_whose_file_is_not_the_one_announced_leaves_the_tile_to_another(
    studio: Studio, own_style: Path
):
    studio._announce_once()
    sheets(studio).note_editions({"mine": "another worker's"})

    assert SheetMaker(studio, Sheet(("mine",))).make(nobody) == "given up"


def test_an_unreadable_sample_photo_costs_the_sheet_and_not_the_worker(
    studio: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    settings = studio.settings.model_copy(update={"sample_photo": tmp_path / "nothing.jpg"})
    object.__setattr__(studio, "settings", settings)
    monkeypatch.setitem(tasks._studios, Lane.FAST, studio)
    studio._announce_once()

    assert tasks.make_sheet(["wave"], 1) == "sheet of 1 broke: FileNotFoundError"
