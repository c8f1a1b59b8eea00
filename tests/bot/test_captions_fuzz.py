"""Whatever people write is answered in private and left alone in groups, and no handler breaks on it."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st
from redis import Redis

from bot.ways.asked import Asked
from sandbox.person import Person
from tests.security.people import Handlers, handlers, photo

QUICK = settings(deadline=None, max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
#: Texts that some reader of commands, names or HTML might stumble over.
ODD = (
    "/",
    "/style",
    "/style wave 60",
    "/style@sandbox_bot 70 %",
    "/style <b>wave</b> 999",
    "/nst",
    "/gan \0",
    "70 %",
    "60 40",
    "много",
    "wave",
    "/start",
    "/start@sandbox_bot ²",
    "/cancel\0",
    "/CANCEL",
    "/старт",
    "@",
    "<b>",
    "&lt;script&gt;",
    "{name}",
    "%s%n",
    "‮evil",
    "👩‍👩‍👧‍👧",
    "a" * 4096,
    "\n\n",
)
texts = st.sampled_from(ODD) | st.text(min_size=1, max_size=200)


@pytest.fixture(scope="module")
def bot(redis_server: Redis, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Handlers]:
    redis_server.flushall()
    with handlers(redis_server, tmp_path_factory.mktemp("results")) as made:
        yield made


@pytest.fixture(scope="module")
def anna(bot: Handlers) -> Person:
    return bot.sandbox.person(name="Anna", language="en")


@pytest.fixture(scope="module")
def group(bot: Handlers, anna: Person) -> Person:
    """Anna in a group."""
    return anna.within(bot.sandbox.group())


def said(person: Person) -> int:
    """How many messages the bot has sent to a chat."""
    return sum(message.from_bot for message in person.messages())


def forget(bot: Handlers) -> None:
    """Let no card and no choice of a try before await anything."""
    for key in bot.redis.scan_iter("awaiting:*"):
        bot.redis.delete(key)


@st.composite
def written(draw: st.DrawFn) -> dict[str, Any]:
    """A text, and what Telegram may have found in it: a command anywhere, or what is none."""
    text = draw(texts)
    length = len(text.encode("utf-16-le")) // 2
    start = draw(st.integers(0, length - 1))
    kind = draw(st.sampled_from(("bot_command", "mention", "url", "of_tomorrow")))
    entity = {"type": kind, "offset": start, "length": draw(st.integers(1, length - start))}
    first = {"type": "bot_command", "offset": 0, "length": draw(st.integers(1, length))}
    return {"text": text, "entities": draw(st.sampled_from(([], [entity], [first], [first, entity])))}


documents = st.fixed_dictionaries(
    {"file_id": st.just("BQAC-file_1"), "file_unique_id": st.just("AgAD1")},
    optional={
        "file_name": st.sampled_from(("../../etc/passwd", "a.jpg\0.svg", "con", ".png", "x.PNG/.."))
        | st.text(),
        "mime_type": st.sampled_from(("image/jpeg", "image/svg+xml", "image/", "text/html")) | st.text(),
        "file_size": st.integers(0, 2**40),
    },
)


@QUICK
@given(written())
@example({"text": "/", "entities": [{"type": "bot_command", "offset": 0, "length": 1}]})
def test_every_text_in_private_has_an_answer(bot: Handlers, anna: Person, words: dict[str, Any]) -> None:
    before = said(anna)
    bot.write(anna, **words)

    assert said(anna) > before


@QUICK
@given(written())
def test_no_text_in_a_group_breaks_anything(bot: Handlers, group: Person, words: dict[str, Any]) -> None:
    bot.write(group, **words)


@QUICK
@given(st.none() | texts.map(lambda text: text[:1024]))
def test_every_caption_in_private_leads_to_a_card(bot: Handlers, anna: Person, caption: str | None) -> None:
    forget(bot)
    before = said(anna)
    bot.write(anna, photo=photo(), **({"caption": caption} if caption else {}))

    # A bare /style is a style and answered in a line; a name that nobody knows has one beside the card.
    assert said(anna) - before in (1, 2)


@QUICK
@given(texts.map(lambda text: text[:1024]))
def test_a_caption_in_a_group_that_does_not_name_the_bot_is_left_alone(
    bot: Handlers, group: Person, caption: str
) -> None:
    assume(Asked.of(caption, "sandbox_bot") is None)  # commands of ours need no name in a group
    before = said(group)
    bot.write(group, photo=photo(), caption=caption)

    assert said(group) == before


@QUICK
@given(documents)
@example({"file_id": "BQAC-file_1", "file_unique_id": "AgAD1"})
def test_every_file_in_private_has_an_answer(bot: Handlers, anna: Person, document: dict[str, Any]) -> None:
    before = said(anna)
    bot.write(anna, document=document)

    assert said(anna) == before + 1


@pytest.mark.parametrize("language", ["", "xx", "ru-RU-x", "en_US", "²", "\0", "a" * 100])
def test_any_language_is_one_of_ours(bot: Handlers, anna: Person, language: str) -> None:
    person = {"id": anna.id, "is_bot": False, "first_name": "Quetzalina", "language_code": language}
    before = said(anna)
    bot.write(anna, text="hello", **{"from": person})

    assert said(anna) == before + 1
