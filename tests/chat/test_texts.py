"""What people read: both languages say the same things, and nothing is said that has no words."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import status
from chat.texts import LANGUAGES, bundle, has, language, say, source
from chat.times import spell, spell_estimate
from jobs.estimates import Estimate
from jobs.job import Photo, StylePart

ROOT = Path(__file__).parents[2]
FTL = {name: source(name) for name in LANGUAGES}
REASONS = ("not_a_picture", "truncated", "too_many_pixels", "too_large", "file_gone", "out_of_memory")
ENDS = ("deadline", "lost", "broken", "expired", "refused")


def messages(text: str) -> dict[str, set[str]]:
    """Each message and the variables that it mentions."""
    parts = re.split(r"^([a-z][\w-]*) =", text, flags=re.MULTILINE)[1:]
    return {key: set(re.findall(r"\$(\w+)", body)) for key, body in zip(parts[::2], parts[1::2], strict=True)}


def test_both_languages_have_the_same_texts_with_the_same_values():
    english, russian = messages(FTL["en"]), messages(FTL["ru"])

    assert english == russian
    assert len(english) > 60


@pytest.mark.parametrize("name", LANGUAGES)
def test_no_text_hides_another_of_the_same_name(name: str):
    keys = re.findall(r"^([a-z][\w-]*) =", FTL[name], flags=re.MULTILINE)

    assert sorted(keys) == sorted(set(keys))


def test_every_text_that_the_code_says_exists():
    code = "\n".join(
        file.read_text("utf-8") for room in ("bot", "chat", "clerk") for file in (ROOT / room).rglob("*.py")
    )
    said = set(re.findall(r'say\(\s*[\w.]+,\s*"([\w-]+)"', code)) | set(
        re.findall(r'(?:_reply\(desk, update, context|\.say\()\W*"([\w-]+)"', code)
    )

    assert len(said) > 25
    assert {key for key in said if not has(key)} == set()


@pytest.mark.parametrize("reason", [*REASONS, *ENDS])
def test_every_failure_has_words(reason: str):
    assert has(f"reason-{reason}")


def test_a_missing_value_is_our_error_and_not_the_persons_text():
    with pytest.raises(LookupError):
        say("en", "card")


def test_what_people_could_put_into_a_text_is_escaped():
    assert "&lt;b&gt;" in say("en", "style-away", style="<b>")


@pytest.mark.parametrize(
    ("code", "expected"), [("ru", "ru"), ("ru-RU", "ru"), ("en-GB", "en"), ("de", "en"), (None, "en")]
)
def test_the_language_follows_telegrams_code(code: str | None, expected: str):
    assert language(code) == expected


@pytest.mark.parametrize(
    ("limit", "words"), [(1, "ждёт 1 картинка"), (3, "ждут 3 картинки"), (5, "ждут 5 картинок")]
)
def test_russian_counts_as_russians_do(limit: int, words: str):
    assert words in say("ru", "held", limit=limit, styles="x", label="K3X9F2")


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.84, "0.8 s"), (41.2, "41 s"), (60, "1 min"), (80, "1 min 20 s"), (3600, "60 min")],
)
def test_spans_are_said_as_people_say_them(seconds: float, words: str):
    assert spell("en", seconds) == words


def test_an_estimate_is_one_number_only_when_it_is_trusted():
    assert spell_estimate("en", Estimate(low=38, high=50)) == "~45 s"
    assert spell_estimate("en", Estimate(low=10, high=40)) == "10–40 s"


@given(st.lists(st.floats(0.01, 100), min_size=1, max_size=4))
def test_shares_of_a_mix_add_up_to_a_hundred(weights: list[float]):
    parts = tuple(StylePart(gallery="wave", weight=weight) for weight in weights)

    assert sum(status.shares(parts)) == 100
    assert all(share >= 0 for share in status.shares(parts))


def test_a_mix_names_its_styles_with_their_shares():
    own = Photo(file_id="f", file_unique_id="u", width=1, height=1, kind="photo")
    parts = (StylePart(gallery="drawn_ink", weight=3), StylePart(picture=own, weight=2))

    assert status.styles_in_words(parts, "en") == "🖋 Ink 60 % + your picture 40 %"
    assert status.styles_in_words(parts[1:], "ru") == "ваша картина"


def test_the_bundles_have_no_broken_messages():
    for name in LANGUAGES:
        known = messages(FTL[name])

        assert {key for key in known if not bundle(name).has_message(key)} == set()
