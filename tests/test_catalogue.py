"""The tables agree: what people can pick, what paints it, and what it is painted from."""

from pathlib import Path

import weights
from jobs.catalogue import CATALOGUE, STYLES, Lane, Method
from nst.drawings import DRAWINGS
from nst.multistyle import names
from worker.painters import PAINTERS, TITLES, able


def test_every_method_has_a_painter_and_every_painter_a_style():
    assert {style.method for style in CATALOGUE} == set(PAINTERS) == set(TITLES)


def test_names_are_unique():
    assert len(STYLES) == len(CATALOGUE)


def test_our_net_paints_the_styles_that_are_offered_of_it():
    file = weights.find("multistyle", Path("nowhere"))

    assert set(names(file)) == {style.name for style in CATALOGUE if style.method is Method.MULTISTYLE}


def test_every_drawing_can_be_picked():
    assert {style.drawing for style in CATALOGUE if style.drawing} == set(DRAWINGS)


def test_every_weight_that_a_style_names_is_in_the_manifest():
    assert {style.weights for style in CATALOGUE if style.weights} <= set(weights.ENTRIES)


def test_without_downloads_both_lanes_can_paint_and_nothing_untrained_is_offered(tmp_path: Path):
    ours = {style.name for style in CATALOGUE if style.method is Method.MULTISTYLE}

    assert able(Lane.FAST, tmp_path) == ours
    assert able(Lane.SLOW, tmp_path) == {"gatys"}
