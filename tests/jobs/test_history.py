"""What is remembered of a person's pictures, and what answers the same request."""

from time import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane, Method
from jobs.history import MOST_SAME, Entry, History
from jobs.identical import digest
from jobs.job import Job, Photo, StylePart
from tests.chat.samples import job, parts, result

ANNA = 7
FILE = "AgACAgIAAxkBAAIBQ2picture"


@pytest.fixture
def history(redis: Redis) -> History:
    return History(redis)


def content(unique: str) -> Photo:
    return Photo(file_id="f", file_unique_id=unique, width=64, height=48, kind="photo")


def brought(history: History, wanted: Job, file_id: str = FILE, **how: object) -> Entry:
    """A picture that was just brought."""
    entry = Entry.of(wanted, result(**how), file_id, "✅ Wave")
    history.note(entry)
    return entry


def test_the_last_twenty_are_kept_the_youngest_first(history: History):
    made = [brought(history, job(ANNA)) for _ in range(keys.MOST_HISTORY + 3)]

    assert [entry.id for entry in history.all(ANNA)] == [entry.id for entry in reversed(made)][:20]
    assert history.all(ANNA + 1) == []
    assert 0 < history.redis.ttl(keys.history(ANNA)) <= keys.HISTORY_TTL


def test_a_picture_that_is_brought_again_is_noted_once_at_its_place(history: History):
    first = brought(history, job(ANNA))
    second = brought(history, job(ANNA))
    brought(history, first.job, "AgACAgIAAxkBAAanotherone")

    assert history.all(ANNA) == [second, first]


def test_one_that_was_off_the_twenty_and_comes_again_is_among_them_once(history: History):
    first = brought(history, job(ANNA))
    history.forget(ANNA, first.id)
    brought(history, first.job)

    assert [entry.id for entry in history.all(ANNA)] == [first.id]


def test_all_that_is_needed_to_order_it_again_is_there(history: History):
    wanted = job(ANNA, strength=0.6, colours="matched", styles=parts(60, 40), longest=640)
    brought(history, wanted)
    found = history.find(ANNA, wanted.id)

    assert found is not None
    assert (found.job, found.label, found.kind) == (wanted, wanted.label, "photo")
    assert history.find(ANNA + 1, wanted.id) is None


def test_the_same_request_of_the_same_person_is_found(history: History):
    entry = brought(history, job(ANNA, content=content("a")))

    assert history.same(job(ANNA, content=content("a"))) == entry
    assert history.same(job(ANNA + 1, content=content("a"))) is None
    assert history.same(job(ANNA, content=content("b"))) is None


@pytest.mark.parametrize(
    "other",
    [
        {"styles": (StylePart(gallery="cradle", weight=1),)},
        {"styles": parts(1)},
        {"styles": parts(1, 2)},
        {"strength": 0.8},
        {"colours": "luminance"},
        {"longest": 640},
        {"as_file": True},
        {"method": Method.GATYS, "lane": Lane.SLOW},
        {"content": content("x").model_copy(update={"kind": "document"})},
        {"purpose": "previews"},
    ],
    ids=lambda fields: "-".join(fields),
)
def test_what_differs_in_anything_is_another_request(history: History, other: dict[str, object]):
    brought(history, job(ANNA, content=content("x")))

    assert history.same(job(ANNA, **{"content": content("x")} | other)) is None


@given(st.lists(st.floats(1, 100), min_size=2, max_size=4), st.floats(0.01, 1))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_shares_count_and_not_the_numbers_that_make_them(weights: list[float], factor: float):
    scaled = [max(0.001, weight * factor) for weight in weights]

    assert digest(job(styles=parts(*weights))) == digest(job(styles=parts(*scaled)))


def test_how_one_style_is_arranged_makes_no_difference():
    assert digest(job(arrangement="split")) == digest(job())
    assert digest(job(arrangement="split", styles=parts(1, 1))) != digest(job(styles=parts(1, 1)))


@pytest.mark.parametrize(
    ("wanted", "how"),
    [
        (job(ANNA, method=Method.MUNIT, styles=(StylePart(gallery="edges2shoes", weight=1),)), {}),
        (job(ANNA, styles=(StylePart(gallery="forest", title="Forest", weight=1),)), {}),
        (job(ANNA), {"share": 0.5}),
    ],
    ids=["by chance", "the operator's file", "stopped early"],
)
def test_what_may_come_out_otherwise_is_painted_again(history: History, wanted: Job, how: dict[str, float]):
    brought(history, wanted, **how)

    assert history.same(wanted) is None
    assert [entry.id for entry in history.all(ANNA)] == [wanted.id]


def test_after_a_week_it_is_painted_again(history: History):
    wanted = job(ANNA)
    entry = brought(history, wanted)
    old = f"{int(time()) - keys.SAME_TTL - 1} {entry.id} {entry.model_dump_json()}"
    history.redis.hset(keys.same(ANNA), digest(wanted), old)
    before = history.same(wanted)
    brought(history, job(ANNA, content=content("another")))

    assert before is None
    assert history.redis.hlen(keys.same(ANNA)) == 1  # the old one went with the next


def test_requests_are_not_remembered_without_bounds(history: History):
    for number in range(MOST_SAME + 5):
        brought(history, job(ANNA, content=content(f"photo{number}")))

    assert history.redis.hlen(keys.same(ANNA)) == MOST_SAME


def test_what_answered_another_request_is_one_picture_and_found_under_both(history: History):
    first = brought(history, job(ANNA))
    second = brought(history, job(ANNA), before=first.id)

    assert [entry.id for entry in history.all(ANNA)] == [second.id]
    assert history.find(ANNA, first.id) == first
    assert history.same(second.job) == first


def test_what_is_forgotten_is_in_no_list_and_answers_nothing(history: History):
    entry = brought(history, job(ANNA))

    assert history.forget(ANNA, entry.id)
    assert not history.forget(ANNA, entry.id)
    assert (history.all(ANNA), history.same(entry.job)) == ([], None)


def test_a_person_who_wanted_all_gone_meanwhile_is_not_remembered(history: History):
    wanted = job(ANNA)
    history.redis.hset(keys.job(wanted.id), "forget", 1)
    brought(history, wanted)

    assert history.all(ANNA) == []
    assert history.redis.keys("same:*") == []


def test_notes_of_another_form_are_left_out(history: History):
    history.redis.lpush(keys.history(ANNA), "AAAAAAAAAA {}", "no JSON")
    entry = brought(history, job(ANNA))
    history.redis.hset(keys.same(ANNA), digest(job(ANNA, strength=0.5)), "broken")

    assert history.all(ANNA) == [entry]
    assert history.same(job(ANNA, strength=0.5)) is None


def test_a_text_that_names_a_file_of_this_machine_is_no_file_id():
    with pytest.raises(ValidationError):
        Entry.of(job(), result(), "/etc/passwd", "")
