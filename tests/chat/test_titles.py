"""What styles are called in each language."""

import re

import pytest

from chat.texts import LANGUAGES, source
from chat.titles import title_of, typed_for
from jobs.catalogue import CATALOGUE, STYLES, Lane, Method, Style

OWN = Style(name="away", title="Away & <far>", method=Method.JOHNSON, lane=Lane.FAST)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_built_in_style_has_a_title_of_its_own_and_no_other_has_one(language: str):
    titled = set(re.findall(r"^title-(\w+) =", source(language), re.MULTILINE))
    titles = {title_of(style, language) for style in CATALOGUE}

    assert titled == set(STYLES)
    assert len(titles) == len(CATALOGUE)
    assert {title for title in titles if re.search("[<>&]", title)} == set()


def test_the_english_title_is_the_catalogues():
    assert {style.name: title_of(style, "en") for style in CATALOGUE} == {
        style.name: style.title for style in CATALOGUE
    }


def test_a_russian_title_has_its_picture_and_russian_words():
    titles = {style: title_of(style, "ru") for style in CATALOGUE}

    assert titles[STYLES["wave"]] == "🌊 Волна Хокусая"
    assert all(re.search("[а-я]", title) for title in titles.values())
    assert all(
        re.findall(r"[^\w\s«»',é-]", s.title) == re.findall(r"[^\w\s«»',-]", t) for s, t in titles.items()
    )


def test_an_operators_style_has_its_own_title_in_every_language():
    assert {title_of(OWN, language) for language in LANGUAGES} == typed_for(OWN) == {"Away & <far>"}
