"""Formatting: tags become entities, and what is not balanced is refused."""

import contextlib
import html

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Bot
from telegram.error import BadRequest as Refused

from sandbox.errors import BadRequest
from sandbox.html import parse_html
from sandbox.person import Person, Sandbox


@pytest.fixture
def sandbox(tidied: Sandbox) -> Sandbox:
    return tidied


async def test_the_library_reads_the_formatting_back(anna: Person, bot: Bot) -> None:
    source = '🎨 <b>Wave <i>60</i></b> &lt;ok&gt; <a href="https://t.me/x?a=1">share</a> <code>#K3</code>'
    sent = await bot.send_message(anna.id, source, parse_mode="HTML")

    assert sent.text == "🎨 Wave 60 <ok> share #K3"
    assert sent.text_html == source
    [seen] = anna.messages()
    assert {entity["type"] for entity in seen.entities} == {"bold", "italic", "text_link", "code"}


async def test_tags_do_not_count_towards_the_length(anna: Person, bot: Bot) -> None:
    sent = await bot.send_message(anna.id, f"<b>{'x' * 4096}</b>", parse_mode="HTML")

    assert len(sent.text or "") == 4096


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("<b>x", 'Can\'t find end tag corresponding to start tag "b"'),
        ("<b>x</i>", 'Unmatched end tag at byte offset 4, expected "</b>", found "</i>"'),
        ("x</b>", "Unexpected end tag at byte offset 1"),
        ("ж<div>x</div>", 'Unsupported start tag "div" at byte offset 2'),
        ("1 < 2", "Unclosed start tag at byte offset 2"),
    ],
)
async def test_what_is_not_balanced_is_refused(source: str, reason: str, anna: Person, bot: Bot) -> None:
    with pytest.raises(Refused) as refused:
        await bot.send_message(anna.id, source, parse_mode="HTML")

    assert refused.value.message == f"can't parse entities: {reason}".capitalize()  # as the library does
    assert anna.messages() == []


async def test_white_space_around_is_dropped_and_the_entities_move_along(anna: Person, bot: Bot) -> None:
    sent = await bot.send_message(anna.id, "\n  <b> bold</b> \n", parse_mode="HTML")

    assert sent.text == "bold"
    assert [(entity.offset, entity.length) for entity in sent.entities] == [(0, 4)]


@given(st.text())
def test_an_escaped_text_comes_out_as_it_was(text: str) -> None:
    plain, entities = parse_html(html.escape(text, quote=False))

    assert (plain, entities) == (text, [])


@given(st.text(alphabet="<>/ab &;\"='"))
def test_any_text_is_read_or_refused(text: str) -> None:
    plain, entities = "", []
    with contextlib.suppress(BadRequest):
        plain, entities = parse_html(text)

    assert all(entity["offset"] + entity["length"] <= len(plain) for entity in entities)
