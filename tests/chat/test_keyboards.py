"""Buttons: each leads somewhere, and fits what Telegram allows."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import InlineKeyboardMarkup

from bot import presses, results
from chat import keyboards
from chat.texts import LANGUAGES
from jobs.catalogue import CATALOGUE, STYLES, Lane
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
    yield keyboards.card(language, LONG, LONG, 0.8)
    yield keyboards.strengths(language, 0.8)
    yield keyboards.fast_styles(language, styles)
    yield keyboards.gallery(language, styles, own)
    yield keyboards.gallery(language, styles, ())
    yield keyboards.waiting_for_style(language)
    yield keyboards.mix(language, own, LONG, 1)
    yield keyboards.mix(language, own[:1], LONG, 0)
    yield keyboards.status(wanted)
    yield keyboards.result(wanted)
    yield keyboards.try_again(wanted)
    yield keyboards.try_later(language)


def callbacks(language: str) -> list[str]:
    """What the presses send."""
    rows = (row for keyboard in every(language) for row in keyboard.inline_keyboard for row in [row])
    return [str(button.callback_data) for row in rows for button in row]


def test_no_keyboard_was_forgotten_here():
    source = ast.parse(Path(keyboards.__file__).read_text())
    functions = [node for node in source.body if isinstance(node, ast.FunctionDef)]
    made = {f.name for f in functions if f.returns and ast.unparse(f.returns) == "InlineKeyboardMarkup"}
    here = {name for name in made if f"keyboards.{name}(" in Path(__file__).read_text()}

    assert here == made


@pytest.mark.parametrize("language", LANGUAGES)
def test_all_callback_data_fits_into_telegrams_64_bytes(language: str):
    sizes = [len(packed.encode()) for packed in callbacks(language)]

    assert len(sizes) > 60
    assert max(sizes) <= MOST_BYTES


def test_longer_callback_data_is_an_error_of_ours_not_telegrams():
    with pytest.raises(ValueError, match="too long"):
        keyboards.pack("paint", "ы" * 30)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_button_has_a_handler_and_every_handler_a_button(language: str):
    verbs = {keyboards.unpack(packed)[0] for packed in callbacks(language)}

    assert verbs == set(presses.VERBS) | set(results.VERBS)
    assert set(presses.VERBS) & set(results.VERBS) == set()


@given(st.sampled_from(sorted(presses.VERBS)), st.text(st.characters(codec="ascii"), max_size=40))
def test_what_is_packed_comes_out_again(verb: str, argument: str):
    assert keyboards.unpack(keyboards.pack(verb, argument)) == (verb, argument)


@pytest.mark.parametrize("foreign", [None, "", "v1", "v1|", "v0|fast|", "fast", "v1|fast", "x" * 64])
def test_data_of_another_version_is_not_misread(foreign: str | None):
    assert keyboards.unpack(foreign) is None


def test_only_what_a_worker_can_paint_is_offered():
    offered = keyboards.fast_of(frozenset({"candy", "wave", "drawn_ink", "gatys", "unheard_of"}))

    assert [style.name for style in offered] == ["wave", "candy"]
    assert {style.lane for style in offered} == {Lane.FAST}


def test_the_gallery_has_the_drawn_styles_and_marks_the_chosen():
    chosen = (StylePart(gallery="drawn_ink", weight=50),)
    keyboard = keyboards.gallery("en", keyboards.mixable(), chosen).inline_keyboard
    titles = [button.text for row in keyboard for button in row]

    assert [title for title in titles if title.startswith("✓")] == ["✓ 🖋 Ink"]
    assert len(titles) == sum(style.drawing is not None for style in CATALOGUE) + 1
