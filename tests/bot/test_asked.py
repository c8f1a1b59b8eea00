"""What people type: commands, names of styles and numbers, however they are spelt."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ways.asked import Asked, find, name_and_weight, nearest, within
from bot.ways.typed import numbers
from chat.titles import typed_for
from jobs.catalogue import STYLES

names = st.sampled_from(sorted(STYLES))
commands = st.sampled_from(["style", "nst", "gan"])
per_cents = st.sampled_from(["", "%", " %"])


@given(commands, names, st.integers(0, 10**9), per_cents, st.booleans())
def test_a_command_is_read_as_it_was_written(command: str, name: str, weight: int, sign: str, for_us: bool):
    written = f"/{command.upper()}{'@Our_bot' if for_us else ''} {name} {weight}{sign}"
    asked = Asked.of(written, "our_bot")

    assert asked is not None
    assert (asked.command, asked.name) == (command, name)
    assert asked.fits == (10 <= int(str(weight)[:6]) <= 100)


@given(st.text(max_size=80))
def test_any_words_are_a_command_of_ours_or_none(text: str):
    asked = Asked.of(text, "our_bot")

    assert (asked is None) or text.lower().startswith(("/style", "/nst", "/gan"))
    assert 10 <= within(asked.weight or 0 if asked else 0) <= 100


@pytest.mark.parametrize(
    "text", ["/styles", "/gang", "/style@other_bot wave", " /style", "style wave", "/styleß", "", None]
)
def test_what_only_looks_like_one_is_none(text: str | None):
    assert Asked.of(text, "our_bot") is None


@given(names, st.sampled_from([str.upper, str.title, lambda name: name.replace("_", " "), str.strip]))
def test_a_style_is_found_by_its_name_however_it_is_spelt(name: str, spelt):
    assert find(STYLES, spelt(name)) == STYLES[name]


@given(names)
def test_a_style_is_found_by_its_title_with_and_without_its_picture(name: str):
    title = STYLES[name].title
    found = find(STYLES, title.partition(" ")[2] or title) or find(STYLES, title)

    assert found is not None
    assert found.title == title or found.title.endswith(title.partition(" ")[2])


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("волна", "wave"),
        ("Волна Хокусая", "wave"),
        ("моне", "monet"),
        ("Мозаика", "mosaic"),
        ("волны", "drawn_waves"),
        ("укие э", "ukiyoe"),
        ("принцесса дождя", "rain_princess"),
        ("hokusai", "wave"),
    ],
)
def test_a_style_is_found_in_either_language(typed: str, name: str):
    assert find(STYLES, typed) == STYLES[name]


def test_no_words_stand_for_two_styles_of_which_one_could_never_be_typed():
    said = [(word, style.name) for style in STYLES.values() for word in typed_for(style)]
    found = {(word, find(STYLES, word)) for word, _ in said}

    assert {(word, name) for word, name in said} == {(word, style.name) for word, style in found if style}


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("wav", "wave"),
        ("mosaik", "mosaic"),
        ("hokusai", "wave"),
        ("monnet", "monet"),
        ("wawe", "wave"),
        ("волно", "wave"),
    ],
)
def test_a_name_with_a_slip_is_near_the_right_one(typed: str, first: str):
    assert nearest(STYLES, typed)[0].name == first


@given(st.text(max_size=60))
def test_any_name_has_at_most_three_neighbours(text: str):
    assert len(nearest(STYLES, text)) <= 3


@given(
    st.lists(st.integers(0, 999), min_size=1, max_size=6),
    per_cents,
    st.sampled_from([" ", "  ", " / ", " + "]),
)
def test_numbers_are_read_with_and_without_per_cents(given_: list[int], sign: str, between: str):
    assert numbers(between.join(f"{number}{sign}" for number in given_)) == tuple(map(float, given_))


@given(st.text(max_size=60))
def test_any_words_are_finite_numbers_or_none(text: str):
    read = numbers(text)

    assert read is None or all(abs(number) < 1e6 for number in read)


@pytest.mark.parametrize("text", ["", "много", "70 percent", "a 70", "+", "%", "1e9", "nan", "٧٠", "²"])
def test_other_words_are_no_numbers(text: str):
    assert numbers(text) is None


@pytest.mark.parametrize(
    ("words", "read"),
    [
        ("van gogh 60 %", ("van gogh", 60)),
        ("60", ("", 60)),
        ("wave", ("wave", None)),
        ("wave60", ("wave60", None)),
        ("", ("", None)),
    ],
)
def test_a_name_and_a_weight_are_told_apart(words: str, read: tuple[str, int | None]):
    assert name_and_weight(words) == read
