"""The form of a job: what a worker needs for it, and records of the form before."""

import json

import pytest
from pydantic import ValidationError

from jobs.catalogue import STYLES, Lane, Method, Style
from jobs.job import Job, StylePart, Unreadable
from tests.chat.samples import job, parts

FOREST = Style(name="forest", title="🌲 Forest", method=Method.GATYS, lane=Lane.SLOW)
LAKE = Style(name="lake", title="🏞 Lake", method=Method.MICROAST, lane=Lane.FAST)
INK = StylePart.of(STYLES["drawn_ink"])


@pytest.mark.parametrize(
    ("method", "styles", "needs"),
    [
        (Method.MULTISTYLE, (StylePart(gallery="wave", weight=1),), "wave"),
        (Method.MUNIT, (StylePart(gallery="edges2shoes", weight=1),), "edges2shoes"),
        (Method.GATYS, (INK,), "gatys"),
        (Method.GATYS, parts(1), "gatys"),
        (Method.MICROAST, (INK, *parts(1)), "microast"),
        (Method.ADAIN, parts(1, 2), "adain"),
        (Method.MSGNET, parts(1), "msgnet"),
        (Method.JOHNSON, (StylePart.of(FOREST),), "forest"),
        (Method.GATYS, (INK, StylePart.of(FOREST), *parts(1)), "gatys forest"),
        (Method.MICROAST, (StylePart.of(LAKE), StylePart.of(FOREST)), "microast lake forest"),
    ],
)
def test_a_job_needs_what_not_every_worker_has(method: Method, styles: tuple[StylePart, ...], needs: str):
    assert job(method=method, styles=styles).needs == set(needs.split())


def test_an_operator_s_style_takes_its_title_along_and_a_built_in_one_does_not():
    assert StylePart.of(FOREST, 30) == StylePart(gallery="forest", title="🌲 Forest", weight=30)
    assert INK.title is None


def test_a_record_from_before_the_new_fields_reads_with_what_it_meant():
    told = json.loads(job(styles=(INK,)).model_dump_json())
    del told["colours"], told["arrangement"], told["styles"][0]["title"]
    read = Job.parse(json.dumps(told))

    assert (read.colours, read.arrangement, read.styles) == ("style", "blend", (INK,))


def test_colours_and_arrangement_come_back_as_they_were():
    wanted = job(colours="luminance", arrangement="split")

    assert Job.parse(wanted.model_dump_json()) == wanted


@pytest.mark.parametrize("field", ["colours", "arrangement", "method"])
def test_what_only_a_newer_atelier_knows_is_left_to_it(field: str):
    told = json.loads(job().model_dump_json()) | {field: "unheard_of"}

    with pytest.raises(Unreadable):
        Job.parse(json.dumps(told))


def test_a_style_is_either_of_the_gallery_or_a_picture():
    with pytest.raises(ValidationError, match="either"):
        StylePart(gallery="wave", picture=parts(1)[0].picture, weight=1)
