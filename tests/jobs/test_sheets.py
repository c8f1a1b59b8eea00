"""Contact sheets between a bot that wants them and a worker that makes them, over a real Redis and broker."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis

from jobs import keys
from jobs.results import Results
from jobs.sheets import AGAIN, KEPT, Sheet, Sheets
from tests.jobs.broker import publishing_into, sheets_asked

WAVES = Sheet(("wave", "visit"))
FILE_ID = "AgACAgIAAxkBAAIBQ2WxYzAbCdEfGh"


@pytest.fixture
def broker(redis: Redis) -> Iterator[Redis]:
    with publishing_into(redis):
        yield redis


@pytest.fixture
def sheets(redis: Redis, tmp_path: Path) -> Sheets:
    return Sheets(redis, Results(tmp_path.as_uri()))


def test_a_sheet_is_first_nothing_then_bytes_then_telegrams_file_id(sheets: Sheets):
    found = [sheets.find(WAVES)]
    sheets.results.write(sheets.name_of(WAVES), b"a jpeg")
    found.append(sheets.find(WAVES))
    sheets.note(WAVES, FILE_ID)
    found.append(sheets.find(WAVES))
    ends = sheets.redis.ttl(keys.sheet(sheets.name_of(WAVES)))

    assert found == [None, b"a jpeg", FILE_ID]
    assert KEPT - 60 < ends <= KEPT


def test_a_file_id_that_telegram_does_not_know_any_more_is_forgotten(sheets: Sheets):
    sheets.note(WAVES, FILE_ID)
    sheets.forget(WAVES)

    assert sheets.find(WAVES) is None


def test_a_sheet_is_asked_for_once_in_two_minutes(sheets: Sheets, broker: Redis):
    for _ in range(3):
        sheets.ask(WAVES)
    waits = broker.ttl(keys.sheet(sheets.name_of(WAVES)))

    assert sheets_asked(broker) == [[["wave", "visit"], 1, 0]]
    assert 0 < waits <= AGAIN
    assert sheets.find(WAVES) is None


def test_a_sheet_that_is_shown_already_is_not_asked_for(sheets: Sheets, broker: Redis):
    sheets.note(WAVES, FILE_ID)
    sheets.ask(WAVES)

    assert sheets_asked(broker) == []


def test_sheets_differ_by_their_styles_their_order_and_their_first_number(sheets: Sheets):
    others = [Sheet(("visit", "wave")), Sheet(("wave",)), Sheet(("wave", "visit"), first=9)]

    assert len({sheets.name_of(one) for one in (WAVES, *others)}) == 4


def test_a_style_or_a_sample_photo_that_changed_gets_a_new_sheet(sheets: Sheets):
    names = [sheets.name_of(WAVES)]
    for editions in ({"other": "x"}, {"visit": "x"}, {"visit": "y"}, {"": "z"}):
        sheets.note_editions(editions)
        names.append(sheets.name_of(WAVES))

    assert names[0] == names[1]
    assert len(set(names)) == 4


@pytest.mark.parametrize("count", [0, 9])
def test_a_sheet_has_one_to_eight_styles(count: int):
    with pytest.raises(ValueError, match="1 to 8"):
        Sheet(("wave",) * count)
