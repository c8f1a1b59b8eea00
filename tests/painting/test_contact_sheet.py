"""Contact sheets: every tile in its place with its number and title, as large as Telegram shows it."""

import numpy
import pytest

from jobs.catalogue import CATALOGUE
from painting import lettering
from painting.contact_sheet import GROUND, MOST, Tile, contact_sheet
from painting.wish import Picture

BACK = numpy.array(GROUND, numpy.float32)[:, None, None] / 255


def plain(red: float, green: float, blue: float, size: tuple[int, int] = (203, 305)) -> Picture:
    return numpy.broadcast_to(
        numpy.array([red, green, blue], numpy.float32)[:, None, None], (3, *size)
    ).copy()


def ink(part: Picture) -> int:
    """How many pixels of a part of a sheet are not its ground."""
    return int((numpy.abs(part - BACK).max(0) > 0.2).sum())


def test_eight_pictures_stand_in_two_rows_of_four_as_wide_as_telegram_shows():
    colours = [(k / 10, 1 - k / 10, 0.5) for k in range(8)]
    sheet = contact_sheet([Tile(picture=plain(*one), title="Wave") for one in colours], (203, 305))
    middles = [sheet[:, 120 + row * 255, 170 + column * 317] for row in range(2) for column in range(4)]

    assert sheet.shape[2] == MOST
    assert numpy.allclose(middles, colours, atol=0.01)


def test_each_tile_has_its_number_on_it_and_its_title_below():
    def of(title: str, first: int) -> Picture:
        return contact_sheet([Tile(picture=plain(0.5, 0.5, 0.5), title=title)], (203, 305), first=first)

    ninth, other = of("Wave", 9), of("Wave", 8)
    below = ninth[:, 12 + 203 + 6 : -12]

    assert ink(below) > 100
    assert ink(of("", 9)[:, 12 + 203 : -12]) == 0
    assert not numpy.array_equal(ninth[:, 12:70, 12:80], other[:, 12:70, 12:80])
    assert numpy.array_equal(ninth[:, 80:], other[:, 80:])


def test_a_tile_that_is_missing_says_so():
    tiles = [Tile(picture=None, title="Broken"), Tile(picture=plain(1, 1, 1), title="Whole")]
    sheet = contact_sheet(tiles, (203, 305))
    empty = sheet[:, 70 : 12 + 203, 12 : 12 + 305]

    assert 50 < ink(empty) < 2000


@pytest.mark.parametrize("shape", [(305, 305), (16, 9), (9, 16), (1, 20), (20, 1)])
@pytest.mark.parametrize("count", [1, 8, 16])
def test_no_sheet_is_larger_than_telegram_shows(shape: tuple[int, int], count: int):
    tiles = [
        Tile(picture=plain(0.2, 0.9, 0.4, shape), title=style.title) for style in CATALOGUE[8 : 8 + count]
    ]
    sheet = contact_sheet(tiles, shape)

    assert max(sheet.shape) <= MOST
    assert (sheet.shape[1] + sheet.shape[2]) / min(sheet.shape[1:]) < 20


def test_a_picture_of_another_shape_is_cut_about_its_middle():
    picture = plain(0, 0, 1, (100, 100))
    picture[:, 40:60] = plain(1, 0, 0, (20, 100))
    sheet = contact_sheet([Tile(picture=picture, title="")], (20, 100))

    assert numpy.allclose(sheet[:, 12 + 55, 100], (1, 0, 0), atol=0.02)


def test_a_sheet_without_tiles_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        contact_sheet([], (2, 3))


def test_emoji_are_left_out_of_titles_and_what_they_stood_beside_stays():
    assert lettering.drawable("🌊 Hokusai's wave") == "Hokusai's wave"
    assert lettering.drawable("✏️ Drawing") == "Drawing"
    assert lettering.drawable("🐴") == ""


def test_every_title_of_the_gallery_can_be_drawn_by_the_face_that_is_always_there(
    monkeypatch: pytest.MonkeyPatch,
):
    monkeypatch.setattr(lettering, "FACES", ())
    for memory in (lettering.face, lettering._has, lettering.lines_of):
        memory.cache_clear()
    drawn = {style.name: lettering.drawable(style.title) for style in CATALOGUE}
    for memory in (lettering.face, lettering._has, lettering.lines_of):
        memory.cache_clear()

    assert drawn["cezanne"] == "Paul Cezanne"
    assert drawn["horse2zebra"] == "Horse > Zebra"
    assert all(drawn.values())


def test_a_long_title_takes_two_lines_and_is_cut_there():
    lines = lettering.lines_of("The quick brown fox jumps over the lazy dog and runs away", 300, 27, 2)

    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert all(lettering.length(line, 27) <= 300 for line in lines)
