"""The tables agree: what people can pick, what paints it, and what it is painted from."""

from itertools import pairwise
from pathlib import Path

import pytest

import weights
from jobs.catalogue import CATALOGUE, OWN_FAST, STYLES, Lane, Method, Style
from jobs.estimates import PRIOR
from nst.drawings import DRAWINGS
from nst.multistyle import names
from worker.needs import OWN_FAST_WEIGHTS, able
from worker.painters import PAINTERS, TITLES

PAIRED = [style for style in CATALOGUE if style.reverse]


def test_every_method_has_a_painter_and_every_painter_a_style_or_people_s_own():
    assert {style.method for style in CATALOGUE} | set(OWN_FAST) == set(PAINTERS) == set(TITLES)


def test_every_method_has_a_time_to_begin_with():
    assert set(PRIOR) == set(Method)


def test_names_are_unique_and_none_is_a_method_s():
    assert len(STYLES) == len(CATALOGUE)
    assert set(STYLES) & set(Method) == set()


def test_our_net_paints_the_styles_that_are_offered_of_it():
    file = weights.find("multistyle", Path("nowhere"))

    assert set(names(file)) == {style.name for style in CATALOGUE if style.method is Method.MULTISTYLE}


def test_every_drawing_can_be_picked():
    assert {style.drawing for style in CATALOGUE if style.drawing} == set(DRAWINGS)


def test_every_weight_that_a_style_names_is_in_the_manifest():
    assert {style.weights for style in CATALOGUE if style.weights} <= set(weights.ENTRIES)


def test_the_methods_for_any_picture_say_which_files_they_need():
    needed = {name for names in OWN_FAST_WEIGHTS.values() for name in names}

    assert set(OWN_FAST_WEIGHTS) == set(OWN_FAST)
    assert needed <= set(weights.ENTRIES)


def test_every_public_generator_of_cyclegan_is_a_style():
    files = [name for name in weights.ENTRIES if name.startswith("cyclegan-")]
    ours = [style.weights for style in CATALOGUE if style.method is Method.CYCLEGAN]

    assert len(ours) == 18
    assert sorted(ours) == sorted(files)


def test_a_style_has_the_licence_of_its_weights():
    told = {style.name: style.licence for style in CATALOGUE if style.weights}

    assert told == {name: weights.ENTRIES[STYLES[name].weights].licence for name in told}


@pytest.mark.parametrize("style", PAIRED, ids=lambda style: style.name)
def test_the_two_directions_of_a_pair_know_each_other_and_go_the_same_way(style: Style):
    other = STYLES[style.reverse or ""]

    assert other.reverse == style.name != other.name
    assert other.method is style.method is Method.CYCLEGAN
    assert {style, other} in [{first, second} for first, second in pairwise(CATALOGUE)]


def test_the_seven_pairs_are_there():
    assert len(PAIRED) == 14


def test_without_downloads_both_lanes_can_paint_and_nothing_untrained_is_offered(tmp_path: Path):
    ours = {style.name for style in CATALOGUE if style.method is Method.MULTISTYLE}

    assert able(Lane.FAST, tmp_path) == ours
    assert able(Lane.SLOW, tmp_path) == {"gatys"}
