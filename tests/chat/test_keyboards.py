"""Buttons: each leads somewhere, and fits what Telegram allows."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot import presses
from bot.cards.draft import Draft
from bot.finished import results
from bot.people import Preferences
from chat.buttons import pack, unpack
from chat.keyboards import card, choice, operator, people, style, ways
from chat.keyboards import job as under
from chat.keyboards.card import Ways
from chat.texts import LANGUAGES
from jobs.catalogue import CATALOGUE, STYLES, Lane, Style
from jobs.estimates import Estimate
from jobs.job import Photo, StylePart
from tests.chat.samples import job, parts

LONG = Estimate(low=70, high=900)
LONGEST = STYLES["wave"].model_copy(update={"name": "x" * 32, "title": "A style with a long title"})
CLIP = Photo(file_id="f", file_unique_id="u", width=64, height=48, kind="animation")
#: All that make keyboards.
MODULES = (card, choice, operator, people, style, under, ways)
#: What Telegram allows: bytes of callback data, buttons under a message and in a row.
MOST_BYTES, MOST_BUTTONS, MOST_ACROSS = 64, 100, 8


def every(language: str) -> Iterator[InlineKeyboardMarkup]:
    """Every keyboard, with the longest that can stand in it."""
    yield from cards(language)
    yield from styles(language)
    yield from jobs(language)
    yield from others(language)


def draft(language: str, **fields: Any) -> Draft:
    """What is chosen on a card."""
    told = {"chat": 1, "person": 1, "photo_message": 1, "content": job().content}
    return Draft(language=language, **told | fields)


def cards(language: str) -> Iterator[InlineKeyboardMarkup]:
    """Those of a card."""
    wanted, own = draft(language), (*parts(10, 100, 50), StylePart(gallery="wave", weight=33))
    full = Ways(fast=LONG, own=LONG, paint=LONG, painting=("paint", LONGEST.name), previews=8)
    yield card.card(wanted, full)
    yield card.card(draft(language, colours="luminance", longest=2048, as_file=True), full)
    yield card.card(wanted, Ways(fast=LONG, own=None, gallery=False, pairs=False))
    yield choice.strengths(wanted)
    yield choice.sizes(draft(language, content=wanted.content.model_copy(update={"width": 0, "height": 0})))
    yield choice.sizes(draft(language, content=CLIP))
    yield card.waiting_for_style(language)
    yield card.mix(draft(language, styles=own), LONG, LONG)
    yield card.mix(draft(language, styles=own, arrangement="split"), LONG, None)
    yield card.mix(draft(language, styles=own[:1]), None, LONG)
    yield card.mix(draft(language, styles=own, content=CLIP), None, None)
    yield card.try_later(language)


def styles(language: str) -> Iterator[InlineKeyboardMarkup]:
    """Those that offer styles."""
    offered = [*CATALOGUE, LONGEST]
    chosen = (StylePart(gallery=LONGEST.name, weight=33),)
    for page in range(style.pages(offered)):
        for sheet in (False, True):
            yield style.fast_styles(language, offered, page, sheet=sheet)
            yield style.gallery(language, offered, chosen, page, sheet=sheet)
            yield style.several(language, offered, chosen, page, sheet=sheet)
    yield style.gallery(language, offered, ())
    yield style.several(language, offered, ())
    yield style.free_styles(language, offered)
    pairs = [[one, STYLES[one.reverse]] for one in CATALOGUE if one.reverse]
    yield style.pairs(language, pairs, offered, "fff")
    saved = [(f"My style {n}, which I like", f"{n:012x}", chosen[0]) for n in range(30)]
    yield style.saved(language, saved, 1)
    yield style.saved(language, [])


def jobs(language: str) -> Iterator[InlineKeyboardMarkup]:
    """Those of a job."""
    wanted = job(language=language)
    yield under.status(wanted)
    yield under.status(job(language=language, lane=Lane.SLOW), painting=True)
    yield under.result(wanted, larger=True)
    yield under.result(job(language=language, strength=0.5, styles=parts(1)), larger=True)
    names = (LONGEST.name, *(each.name for each in CATALOGUE[:7]))
    tiles = tuple(StylePart(gallery=name, weight=1) for name in names)
    yield under.previews(job(language=language, purpose="previews", styles=tiles))
    yield under.keep_or_drop(wanted)
    yield under.surely_delete(language, wanted.id)
    yield under.send_again(wanted)
    yield under.try_again(wanted)
    yield under.new_from_photo(language, wanted.id)


def others(language: str) -> Iterator[InlineKeyboardMarkup]:
    """Those of the ways in, and of a person's own pages."""
    yield ways.start(language)
    yield ways.choices(language, CATALOGUE[:3])
    yield ways.titled(language, CATALOGUE[:8], "styles", 0, 3)
    yield ways.numbered(CATALOGUE[:8], "examples", 0, 3)
    yield ways.chosen(language)
    yield ways.pictures(language)
    yield ways.instead(language, 2**31, 2**31, 2**31, 10)
    yield people.settings(language, 2**52, Preferences())
    yield people.queue(language, [job(language=language) for _ in range(13)])
    yield people.privacy(language)
    yield people.delete_me(language, 2**52)
    yield operator.admin(language, {lane: lane is Lane.FAST for lane in Lane}, "https://flower.example")
    yield operator.broadcast(language, "1234567890", 100_000)
    yield operator.broadcasting(language, "1234567890")
    yield operator.spent(language, 50)


def callbacks(language: str) -> list[str]:
    """What the presses send; a button that opens a page or begins an inline query sends nothing."""
    buttons = (button for keyboard in every(language) for row in keyboard.inline_keyboard for button in row)
    return [str(button.callback_data) for button in buttons if button.callback_data is not None]


def test_no_keyboard_was_forgotten_here():
    here = Path(__file__).read_text()
    made = {
        f"{'under' if file.stem == 'job' else file.stem}.{node.name}("
        for file in (
            Path(module.__file__ or "") for module in (card, choice, operator, people, style, under, ways)
        )
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


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_keyboard_has_more_buttons_than_telegram_shows(language: str):
    for keyboard in every(language):
        rows = keyboard.inline_keyboard

        assert all(1 <= len(row) <= MOST_ACROSS for row in rows)
        assert all(button.text.strip() for row in rows for button in row)
        assert sum(map(len, rows)) <= MOST_BUTTONS


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_long_texts_do_not_share_a_row(language: str):
    short, long = Estimate(low=3, high=3), Estimate(low=610, high=1900)
    ways_of = [Ways(fast=each, own=each) for each in (short, long)]
    rows = [card.card(job(language=language), each).inline_keyboard[0] for each in ways_of]

    assert [len(row) for row in rows] == [2, 1]


def test_longer_callback_data_is_an_error_of_ours_not_telegrams():
    with pytest.raises(ValueError, match="too long"):
        pack("paint", "ы" * 30)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_has_a_handler_and_every_handler_a_button(language: str):
    verbs = {unpack(packed)[0] for packed in callbacks(language)}
    tables = (presses.VERBS, results.VERBS, presses.BARE)

    assert set(presses.VERBS) | set(results.VERBS) <= verbs <= set().union(*tables)
    assert sum(map(len, tables)) == len(set().union(*tables))


@given(st.sampled_from(sorted(presses.VERBS)), st.text(st.characters(codec="ascii"), max_size=40))
def test_what_is_packed_comes_out_again(verb: str, argument: str):
    assert unpack(pack(verb, argument)) == (verb, argument)


@pytest.mark.parametrize("foreign", [None, "", "v1", "v1|", "v0|fast|", "fast", "v1|fast", "x" * 64])
def test_data_of_another_version_is_not_misread(foreign: str | None):
    assert unpack(foreign) is None


def test_the_gallery_marks_the_chosen_styles():
    chosen = (StylePart(gallery="drawn_ink", weight=50),)
    drawn = [one for one in CATALOGUE if one.drawing]
    marked = []
    for sheet in (False, True):
        rows = style.gallery("en", drawn, chosen, sheet=sheet).inline_keyboard
        marked.append([(each.text, each.callback_data) for row in rows for each in row if "✓" in each.text])

    assert marked == [[("✓ 🖋 Ink", "v1|pick|drawn_ink")], [("✓ 4", "v1|pick|drawn_ink")]]


def test_numbers_stand_as_the_tiles_do_and_send_names():
    rows = style.fast_styles("en", CATALOGUE, 1, sheet=True).inline_keyboard
    names = [each.callback_data for row in rows[:2] for each in row]

    assert [[each.text for each in row] for row in rows[:2]] == [list("1234"), list("5678")]
    assert names == [f"v1|paint|{one.name}" for one in CATALOGUE[8:16]]


def names(rows: list[list[Style]]) -> list[list[str]]:
    """Rows of styles by their names."""
    return [[one.name for one in row] for row in rows]


def test_the_two_directions_of_a_pair_stand_in_one_row():
    offered = [STYLES[name] for name in ("candy", "mosaic", "udnie", "horse2zebra", "zebra2horse", "vangogh")]

    assert names(style.paired(offered)) == [
        ["candy", "mosaic"],
        ["udnie"],
        ["horse2zebra", "zebra2horse"],
        ["vangogh"],
    ]


def test_a_direction_whose_other_is_not_installed_stands_where_any_style_does():
    offered = [STYLES[name] for name in ("candy", "summer2winter", "monet", "zebra2horse")]

    assert names(style.paired(offered)) == [["candy", "summer2winter"], ["monet", "zebra2horse"]]


@given(st.sets(st.sampled_from(CATALOGUE)))
def test_every_offered_style_has_one_button_and_every_pair_one_row(offered: set[Style]):
    rows = style.paired([one for one in CATALOGUE if one in offered])
    flat = [one for row in rows for one in row]

    assert flat == [one for one in CATALOGUE if one in offered]
    assert {len(row) for row in rows} <= {1, 2}
    for row in rows:
        pairs = {one for one in row if STYLES.get(one.reverse or "") in offered}
        assert pairs == set() or [row[0].reverse] == [one.name for one in row[1:]]


def test_more_styles_than_fit_are_leafed_through():
    many = [LONGEST.model_copy(update={"name": f"style_{number}"}) for number in range(20)]
    pages = [style.fast_styles("en", many, page).inline_keyboard for page in range(4)]
    shown = [[button.callback_data for row in page for button in row] for page in pages]
    turns = [[button.text for button in page[-3]] for page in pages]
    painted = [data for page in shown[:3] for data in page if data.startswith("v1|paint|")]

    assert turns[:3] == [["«", "1/3", "»"], ["«", "2/3", "»"], ["«", "3/3", "»"]]
    assert painted == [f"v1|paint|{one.name}" for one in many]
    assert shown[3] == shown[2]
    assert [pages[0][-3][2].callback_data, pages[2][-3][2].callback_data] == ["v1|fast|1", "v1|fast|0"]


def test_a_gallery_that_fits_has_no_page_to_turn():
    keyboard = style.fast_styles("en", CATALOGUE[:8]).inline_keyboard

    assert [[button.text for button in row] for row in keyboard[4:]] == [
        ["⭐ Mine", "➕ Mix several"],
        ["⬅️ Back"],
    ]


def runs(slow: Estimate | None, fast: Estimate | None) -> list[tuple[str, str]]:
    """The buttons that begin a mix."""
    rows = card.mix(job(styles=parts(1)), slow, fast).inline_keyboard
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
        ({"colours": "luminance"}, "🎨 My colours", "v1|colours|matched"),
        ({"colours": "matched"}, "🎨 In tune with mine", "v1|colours|style"),
        ({"styles": parts(1, 1)}, "◧ Blend", "v1|arrange|split"),
        ({"styles": parts(1, 1), "arrangement": "split"}, "◨ Split left-right", "v1|arrange|blend"),
    ],
)
def test_a_button_says_what_is_chosen_and_a_press_takes_the_other(
    fields: dict[str, object], button: str, data: str
):
    rows = card.mix(job(**{"styles": parts(1)} | fields), LONG, None).inline_keyboard

    assert (button, data) in [(each.text, each.callback_data) for row in rows for each in row]


def test_one_style_alone_is_not_arranged():
    rows = card.mix(job(styles=parts(1), arrangement="split"), LONG, LONG).inline_keyboard

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
    [row] = under.status(wanted, painting=painting).inline_keyboard

    assert [unpack(button.callback_data) for button in row] == [(verb, wanted.id) for verb in offered]


@pytest.mark.parametrize(("chosen", "verb"), [(None, "mix"), (StylePart(gallery="wave", weight=1), "back")])
def test_back_leads_to_what_would_be_painted(chosen: StylePart | None, verb: str):
    last = choice.strengths(draft("en", styles=parts(1, 1), chosen=chosen)).inline_keyboard[-1][-1]

    assert unpack(str(last.callback_data)) == (verb, "")


@pytest.mark.parametrize(("width", "words"), [(640, "Original size"), (1920, "1280 px"), (0, "1280 px")])
def test_a_size_is_named_where_the_photo_becomes_smaller(width: int, words: str):
    photo = job().content.model_copy(update={"width": width, "height": width // 2})

    assert words in choice.size(draft("en", content=photo, longest=1280)).text
