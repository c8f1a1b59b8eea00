"""The words of a status message."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chat import status
from chat.texts import LANGUAGES
from jobs.catalogue import Method
from jobs.estimates import Estimate
from jobs.job import Photo, StylePart
from jobs.record import Record, State
from jobs.store import Place
from tests.chat.samples import job, parts, result


def record(**fields: object) -> Record:
    told = Record(
        job=job(),
        state=State.DELIVERING,
        outcome=State.DONE,
        reason="",
        fence=1,
        attempts=1,
        progress=1,
        created=100,
        started=112,
        painted=153,
        finished=0,
        refused=0,
        result=result(seconds=41),
    )
    return replace(told, **fields)


@given(st.lists(st.floats(1, 100), min_size=1, max_size=4))
def test_shares_are_whole_and_add_up_to_100(weights: list[float]):
    shares = status.shares(parts(*weights))
    whole = sum(weights)

    assert sum(shares) == 100
    assert all(abs(share - 100 * weight / whole) < 1 for share, weight in zip(shares, weights, strict=True))


@given(st.lists(st.floats(1, 100), min_size=2, max_size=4))
def test_who_weighs_more_never_has_the_smaller_share(weights: list[float]):
    pairs = sorted(zip(weights, status.shares(parts(*weights)), strict=True))

    assert [share for _, share in pairs] == sorted(share for _, share in pairs)


@pytest.mark.parametrize(
    ("styles", "words"),
    [
        ((StylePart(gallery="drawn_ink", weight=7),), "🖋 Ink"),
        (parts(7), "your picture"),
        (parts(60, 50), "1st picture 55 % + 2nd picture 45 %"),
        (
            (StylePart(gallery="drawn_ink", weight=60), *parts(40)),
            "🖋 Ink 60 % + your picture 40 %",
        ),
        ((StylePart(gallery="no_longer_there", weight=1),), "no_longer_there"),
        (
            (StylePart(gallery="forest", title="🌲 Forest", weight=60), *parts(40)),
            "🌲 Forest 60 % + your picture 40 %",
        ),
    ],
)
def test_a_mix_is_named_with_its_shares(styles: tuple[StylePart, ...], words: str):
    assert status.styles_in_words(styles, "en") == words


def test_a_queued_job_says_place_time_style_and_number():
    wanted = job()
    words = status.queued(wanted, Place(place=3, of=7), Estimate(low=75, high=85))

    assert (
        words == "⏳ In the queue: <b>3rd</b> of 7 · <b>~1 min 20 s</b> · "
        f"🌊 Hokusai&#x27;s wave · #{wanted.label}"
    )


@pytest.mark.parametrize(
    ("share", "bar", "percent"), [(0, "░" * 10, 0), (0.625, "▓" * 6 + "░" * 4, 62), (1, "▓" * 10, 100)]
)
def test_a_painting_shows_how_far_it_is(share: float, bar: str, percent: int):
    assert f"{bar} {percent} %" in status.painting(job(), share, None)
    assert "~21 s left" in status.painting(job(), share, 21.2)


def test_a_result_says_what_it_is():
    assert status.done(record()).endswith(
        "· Atelier · 64×48, same as your photo · painted in 41 s (waited 12 s)"
    )


def test_a_result_tells_its_strength_where_it_is_not_full():
    assert "· strength 80 % ·" in status.done(record(job=job(strength=0.8)))


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({}, "· Atelier · 64×48, same as your photo ·"),
        ({"colours": "luminance"}, "· your photo's colours ·"),
        ({"colours": "matched"}, "· colours matched to your photo ·"),
        ({"arrangement": "split", "styles": parts(1, 1)}, "· side by side ·"),
    ],
)
def test_a_result_tells_what_was_chosen(fields: dict[str, object], words: str):
    assert words in status.done(record(job=job(**fields)))


def test_what_is_as_always_needs_no_word():
    words = status.done(record(job=job(arrangement="split")))

    assert not any(word in words for word in ("strength", "colours", "side by side"))


@pytest.mark.parametrize(
    ("content", "longest", "painted", "same"),
    [
        ((64, 48), 0, (64, 48), True),
        ((1280, 960), 64, (64, 48), False),
        ((65, 48), 0, (66, 48), False),  # a clip, whose sides are even
        ((0, 0), 0, (64, 48), True),  # a file: Telegram does not say, and it keeps its size
        ((0, 0), 640, (640, 480), False),
    ],
)
def test_the_size_is_the_photos_only_where_that_is_true(
    content: tuple[int, int], longest: int, painted: tuple[int, int], same: bool
):
    width, height = content
    photo = Photo(file_id="f", file_unique_id="u", width=width, height=height, kind="document")
    made = result(width=painted[0], height=painted[1])
    words = status.done(record(job=job(content=photo, longest=longest), result=made))

    assert f"· {painted[0]}×{painted[1]}" in words
    assert ("same as your photo" in words) is same


@pytest.mark.parametrize(
    ("kind", "chat", "english", "russian"),
    [
        ("photo", 1, "same as your photo", "как у вашего фото"),
        ("document", 1, "same as your photo", "как у вашего фото"),
        ("photo", -1, "same as the photo", "как у самого фото"),
        ("animation", 1, "same as the clip", "как у ролика"),
        ("video", -1, "same as the clip", "как у ролика"),
        ("sticker", 1, "same as the sticker", "как у стикера"),
    ],
)
def test_the_original_is_called_what_it_was_and_yours_only_in_private(
    kind: str, chat: int, english: str, russian: str
):
    content = job().content.model_copy(update={"kind": kind})
    ours, theirs = (
        status.done(record(job=job(chat, content=content, language=language))) for language in LANGUAGES
    )

    assert f"· 64×48, {english} ·" in ours
    assert f"· 64×48, {russian} ·" in theirs


@pytest.mark.parametrize(
    ("colours", "kind", "english", "russian"),
    [
        ("luminance", "photo", "the photo's colours", "цвета фото"),
        ("luminance", "animation", "the clip's colours", "цвета ролика"),
        ("luminance", "sticker", "the sticker's colours", "цвета стикера"),
        ("matched", "photo", "colours matched to the photo", "цвета подобраны под фото"),
        ("matched", "video", "colours matched to the clip", "цвета подобраны под ролик"),
        ("matched", "sticker", "colours matched to the sticker", "цвета подобраны под стикер"),
    ],
)
def test_in_a_group_colours_are_nobodys_in_particular(colours: str, kind: str, english: str, russian: str):
    content = job().content.model_copy(update={"kind": kind})
    ours, theirs = (
        status.done(record(job=job(-1, content=content, colours=colours, language=language)))
        for language in LANGUAGES
    )

    assert f"· {english} ·" in ours
    assert f"· {russian} ·" in theirs


def test_who_did_not_wait_is_not_told_so():
    assert status.done(record(started=100.4)).endswith("· painted in 41 s")


def test_what_was_painted_before_is_told_honestly():
    assert status.done(record(result=result(before="AAAAAAAAAA"))).endswith(
        "· painted for you before, so it is here at once"
    )


def test_a_sheet_of_previews_asks_to_pick_one():
    wanted = job(purpose="previews", styles=(StylePart(gallery="wave", weight=1),))

    assert status.done(record(job=wanted)) == "Pick one: I'll redo it at full size."
    assert "1 style to choose from" in status.queued(wanted, Place(place=1, of=1), Estimate(low=1, high=2))


def test_an_enlargement_is_no_style_and_not_the_photos_size():
    words = status.done(record(job=job(purpose="enlargement", styles=(), source="AAAAAAAAAA")))

    assert words.startswith("✅ ⬆️ twice as large · Atelier · 64×48 · painted in 41 s")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "✅ 🌊 Hokusai&#x27;s wave · ⬆️ twice as large · "),
        ("ru", "✅ 🌊 Волна Хокусая · ⬆️ вдвое больше · "),
    ],
)
def test_an_enlargement_keeps_the_names_of_the_styles_it_was_painted_in(language: str, words: str):
    # Jobs of this version carry none for enlargements, but those of the next may.
    painted = job(language=language)
    wanted = painted.model_copy(update={"purpose": "enlargement", "source": painted.id})

    assert status.done(record(job=wanted)).startswith(words)


@pytest.mark.parametrize(("language", "rests"), [("en", "Painting rests"), ("ru", "приостановлена")])
def test_a_place_in_a_lane_that_rests_says_so(language: str, rests: str):
    where, soon, wanted = Place(place=3, of=7), Estimate(low=75, high=85), job(language=language)
    words = status.queued(wanted, where, soon)
    told = status.queued(wanted, where, soon, paused=True)

    assert told.startswith(words + "\n⏸")
    assert rests in told
    assert rests not in words


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_cannot_be_twice_as_large_points_at_no_button_that_may_not_be_there(language: str):
    """Below what came as a file there is no 📄 Original file."""
    words = status.failed(
        record(job=job(language=language), outcome=State.FAILED, result=None, reason="too_large_twice")
    )

    assert "📄" not in words
    assert ("already" in words) is (language == "en")


@pytest.mark.parametrize(
    ("place", "english"),
    [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (22, "22nd"), (101, "101st")],
)
def test_places_are_ordinals(place: int, english: str):
    where, soon = Place(place=place, of=200), Estimate(low=75, high=85)

    assert f"<b>{english}</b> of 200" in status.queued(job(), where, soon)
    assert f"<b>{place}-я</b> из 200" in status.queued(job(language="ru"), where, soon)


@pytest.mark.parametrize(("share", "percent"), [(0.58, 58), (0.586, 58), (0.999, 99), (0.1, 10)])
def test_a_stopped_painting_is_asked_about_with_how_far_it_was(share: float, percent: int):
    words = status.stopped(record(outcome=State.STOPPED, result=result(share=share)))

    assert words.startswith(f"⏹ Stopped at {percent} %. Keep it?")


def test_one_that_was_just_finished_is_asked_about_too():
    assert status.stopped(record(outcome=State.STOPPED)).startswith("⏹ It was just finished. Keep it?")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_failure_says_that_it_failed_which_and_what_to_do(language: str):
    words = status.failed(record(job=job(language=language), outcome=State.FAILED, reason="too_large"))

    assert words.startswith("😕")
    assert "20" in words
    assert len(words.split(". ")) >= 2


def test_a_fast_result_that_was_enlarged_says_so():
    enlarged = result(width=2560, height=1920, painted_side=2048)

    words = status.done(record(result=enlarged))

    assert words == status.done(record(result=result(width=2560, height=1920))) + (
        "\nIt was too large to be painted in one go: painted at 2048 px and enlarged."
    )
    assert "&amp;" not in words


@pytest.mark.parametrize(("width", "told"), [(1900, False), (2100, True)])
def test_a_result_of_gatys_says_that_it_was_enlarged_where_that_is_seen(width: int, told: bool):
    enlarged = result(width=width, height=1000, painted_side=1000)

    words = status.done(record(result=enlarged, job=job(method=Method.GATYS)))

    assert ("painted at 1000 px and enlarged" in words) is told


def test_a_result_that_was_stopped_says_how_far_it_was():
    words = status.done(record(result=result(share=0.586)))

    assert words == status.done(record(result=result())) + "\n⏹ Stopped at 58 %."


def test_an_unknown_reason_is_no_raw_word_of_machinery():
    words = status.failed(record(outcome=State.FAILED, result=None, reason="SegmentationFault"))

    assert "SegmentationFault" not in words
    assert "It didn't work" in words.replace("&#x27;", "'")
