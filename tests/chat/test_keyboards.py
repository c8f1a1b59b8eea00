"""Buttons: each leads somewhere, and fits what Telegram allows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot import presses, results
from chat.buttons import pack, unpack
from chat.keyboards import card as cards
from chat.keyboards import job as jobs
from chat.texts import LANGUAGES
from jobs.catalogue import CATALOGUE, STYLES, Lane, Style
from jobs.estimates import Estimate
from jobs.job import StylePart
from tests.chat.samples import job, parts

LONG = Estimate(low=70, high=900)
LONGEST = STYLES["wave"].model_copy(update={"name": "x" * 32, "title": "A style with a long title"})
#: Bytes of callback data that Telegram allows.
MOST_BYTES = 64


def every(language: str) -> Iterator[InlineKeyboardMarkup]:
    """Every keyboard, with the longest that can stand in it."""
    wanted, styles = job(language=language), [*CATALOGUE, LONGEST]
    own = (*parts(10, 100, 50), StylePart(gallery=LONGEST.name, weight=33))
    yield cards.card(wanted, LONG, LONG)
    yield cards.card(job(language=language, colours="luminance"), LONG, LONG)
    yield cards.strengths(language, 0.8)
    yield cards.fast_styles(language, styles)
    yield cards.gallery(language, styles, own)
    yield cards.gallery(language, styles, ())
    yield cards.waiting_for_style(language)
    yield cards.mix(job(language=language, styles=own), LONG, LONG)
    yield cards.mix(job(language=language, styles=own, arrangement="split"), LONG, None)
    yield cards.mix(job(language=language, styles=own[:1]), None, LONG)
    yield jobs.status(wanted)
    yield jobs.status(job(language=language, lane=Lane.SLOW), painting=True)
    yield jobs.result(wanted)
    yield jobs.send_again(wanted)
    yield jobs.try_again(wanted)
    yield cards.try_later(language)


def callbacks(language: str) -> list[str]:
    """What the presses send."""
    rows = (row for keyboard in every(language) for row in keyboard.inline_keyboard for row in [row])
    return [str(button.callback_data) for row in rows for button in row]


def test_no_keyboard_was_forgotten_here():
    here = Path(__file__).read_text()
    made = {
        f"{file.stem}s.{node.name}("
        for file in Path(cards.__file__).parent.glob("*.py")
        for node in ast.parse(file.read_text()).body
        if isinstance(node, ast.FunctionDef)
        and node.returns
        and ast.unparse(node.returns) == "InlineKeyboardMarkup"
    }

    assert len(made) > 10
    assert {name for name in made if name not in here} == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_callback_data_fits_into_telegrams_64_bytes(language: str):
    sizes = [len(packed.encode()) for packed in callbacks(language)]

    assert len(sizes) > 60
    assert max(sizes) <= MOST_BYTES


def test_longer_callback_data_is_an_error_of_ours_not_telegrams():
    with pytest.raises(ValueError, match="too long"):
        pack("paint", "ы" * 30)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_has_a_handler_and_every_handler_a_button(language: str):
    verbs = {unpack(packed)[0] for packed in callbacks(language)}

    assert verbs == set(presses.VERBS) | set(results.VERBS)
    assert set(presses.VERBS) & set(results.VERBS) == set()


@given(st.sampled_from(sorted(presses.VERBS)), st.text(st.characters(codec="ascii"), max_size=40))
def test_what_is_packed_comes_out_again(verb: str, argument: str):
    assert unpack(pack(verb, argument)) == (verb, argument)


@pytest.mark.parametrize("foreign", [None, "", "v1", "v1|", "v0|fast|", "fast", "v1|fast", "x" * 64])
def test_data_of_another_version_is_not_misread(foreign: str | None):
    assert unpack(foreign) is None


def test_the_gallery_marks_the_chosen_styles():
    chosen = (StylePart(gallery="drawn_ink", weight=50),)
    drawn = [style for style in CATALOGUE if style.drawing]
    keyboard = cards.gallery("en", drawn, chosen).inline_keyboard
    titles = [button.text for row in keyboard for button in row]

    assert [title for title in titles if title.startswith("✓")] == ["✓ 🖋 Ink"]
    assert len(titles) == len(drawn) + 1


def names(rows: list[list[Style]]) -> list[list[str]]:
    """Rows of styles by their names."""
    return [[style.name for style in row] for row in rows]


def test_the_two_directions_of_a_pair_stand_in_one_row():
    offered = [STYLES[name] for name in ("candy", "mosaic", "udnie", "horse2zebra", "zebra2horse", "vangogh")]

    assert names(cards.paired(offered)) == [
        ["candy", "mosaic"],
        ["udnie"],
        ["horse2zebra", "zebra2horse"],
        ["vangogh"],
    ]


def test_a_direction_whose_other_is_not_installed_stands_where_any_style_does():
    offered = [STYLES[name] for name in ("candy", "summer2winter", "monet", "zebra2horse")]

    assert names(cards.paired(offered)) == [["candy", "summer2winter"], ["monet", "zebra2horse"]]


@given(st.sets(st.sampled_from(CATALOGUE)))
def test_every_offered_style_has_one_button_and_every_pair_one_row(offered: set[Style]):
    rows = cards.paired([style for style in CATALOGUE if style in offered])
    flat = [style for row in rows for style in row]

    assert flat == [style for style in CATALOGUE if style in offered]
    assert {len(row) for row in rows} <= {1, 2}
    for row in rows:
        pairs = {style for style in row if STYLES.get(style.reverse or "") in offered}
        assert pairs == set() or [row[0].reverse] == [style.name for style in row[1:]]


def test_more_styles_than_fit_are_leafed_through():
    many = [LONGEST.model_copy(update={"name": f"style_{number}"}) for number in range(100)]
    pages = [cards.fast_styles("en", many, page).inline_keyboard for page in range(4)]
    shown = [[button.callback_data for row in page for button in row] for page in pages]
    turns = [[button.text for button in page[-2]] for page in pages]
    painted = [data for page in shown for data in page if data.startswith("v1|paint|")]

    assert turns[:3] == [["«", "1/3", "»"], ["«", "2/3", "»"], ["«", "3/3", "»"]]
    assert sorted(set(painted)) == sorted(f"v1|paint|{style.name}" for style in many)
    assert shown[3] == shown[2]
    assert max(map(len, shown)) < 100
    assert [pages[0][-2][2].callback_data, pages[2][-2][2].callback_data] == ["v1|fast|1", "v1|fast|0"]


def test_a_gallery_that_fits_has_no_page_to_turn():
    keyboard = cards.fast_styles("en", CATALOGUE[:8]).inline_keyboard

    assert [button.text for button in keyboard[-1]] == ["⬅️ Back"]
    assert len(keyboard) == 5


def runs(slow: Estimate | None, fast: Estimate | None) -> list[tuple[str, str]]:
    """The buttons that begin a mix."""
    rows = cards.mix(job(styles=parts(1)), slow, fast).inline_keyboard
    buttons = [button for row in rows for button in row]
    return [(each.text, each.callback_data) for each in buttons if each.callback_data.startswith("v1|run|")]


def test_a_fast_run_is_offered_beside_the_careful_one_where_somebody_can():
    slow, fast = Estimate(low=55, high=55), Estimate(low=2, high=2)
    careful, quick = ("✅ Run · ~55 s", "v1|run|"), ("⚡ Run fast · ~2 s", "v1|run|fast")

    assert runs(slow, None) == [careful]
    assert runs(slow, fast) == [careful, quick]
    assert runs(None, fast) == [quick]


@pytest.mark.parametrize(
    ("fields", "button", "data"),
    [
        ({}, "🎨 Style colours", "v1|colours|luminance"),
        ({"colours": "luminance"}, "🎨 My colours", "v1|colours|style"),
        ({"colours": "matched"}, "🎨 My colours", "v1|colours|style"),
        ({"styles": parts(1, 1)}, "◧ Blend", "v1|arrange|split"),
        ({"styles": parts(1, 1), "arrangement": "split"}, "◨ Split left-right", "v1|arrange|blend"),
    ],
)
def test_a_button_says_what_is_chosen_and_a_press_takes_the_other(
    fields: dict[str, object], button: str, data: str
):
    rows = cards.mix(job(**{"styles": parts(1)} | fields), LONG, None).inline_keyboard

    assert (button, data) in [(each.text, each.callback_data) for row in rows for each in row]


def test_one_style_alone_is_not_arranged():
    rows = cards.mix(job(styles=parts(1), arrangement="split"), LONG, LONG).inline_keyboard

    assert [each for row in rows for each in row if each.callback_data.startswith("v1|arrange")] == []


@pytest.mark.parametrize(
    ("lane", "painting", "offered"),
    [
        (Lane.SLOW, False, ["cancel"]),
        (Lane.FAST, True, ["cancel"]),
        (Lane.SLOW, True, ["stop", "cancel"]),
    ],
)
def test_only_what_takes_long_and_has_begun_can_be_stopped_and_kept(
    lane: Lane, painting: bool, offered: list[str]
):
    wanted = job(lane=lane)
    [row] = jobs.status(wanted, painting=painting).inline_keyboard

    assert [unpack(button.callback_data) for button in row] == [(verb, wanted.id) for verb in offered]
