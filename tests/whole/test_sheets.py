"""Contact sheets by the real service: asked for over Celery, painted by the fast worker, people first."""

from collections.abc import Iterator
from time import monotonic, sleep

import pytest

from jobs.results import Results
from jobs.sheets import Sheet, Sheets
from sandbox.person import Person
from tests.jobs.broker import publishing_into
from tests.whole.samples import file_of, opened, photo
from tests.whole.service import Service
from tests.whole.wishes import choose_fast, open_card, wait_for_picture

pytestmark = pytest.mark.slow

#: Seconds for a sheet, on a machine that does other things too.
MADE = 90


@pytest.fixture
def sheets(service: Service) -> Iterator[Sheets]:
    url = service.surroundings.environment()["ATELIER_RESULTS_URL"]
    with publishing_into(service.redis):
        yield Sheets(service.redis, Results(url))


def made(sheets: Sheets, sheet: Sheet) -> bytes:
    until = monotonic() + MADE
    while monotonic() < until:
        found = sheets.find(sheet)
        if isinstance(found, bytes):
            return found
        sleep(0.1)
    raise TimeoutError(f"no sheet of {sheet.names}")


def test_a_sheet_that_is_asked_for_is_there_soon_and_a_picture_ordered_meanwhile_too(
    sheets: Sheets, anna: Person
):
    eight = Sheet(
        ("wave", "wheatfield", "cradle", "visit", "drawn_ink", "drawn_dots", "drawn_waves", "drawn_brush")
    )
    _, card = open_card(anna, file_of(photo(90, 60)))
    sheets.ask(eight)
    choose_fast(anna, card)
    result = wait_for_picture(anna, card)
    sheet = opened(made(sheets, eight))

    assert result.size == (90, 60)
    assert sheet.size[0] == 1280
    assert sheet.size[1] < 1280
