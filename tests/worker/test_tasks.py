"""A claimed job comes to its end, whichever that is: a studio against the sandbox and a real Redis."""

from pathlib import Path
from threading import Timer
from time import sleep
from typing import NoReturn

import pytest
from redis import Redis

import weights
from jobs import keys
from jobs.catalogue import Method
from jobs.errors import NothingToDo
from jobs.record import State
from painting.step import Enough, Step, Tell
from painting.wish import Picture as Pixels
from painting.wish import Wish
from sandbox.person import Person, Sandbox
from tests.chat.samples import ROOM, job
from tests.worker.orders import ordered, paint_next, picture, record
from worker import downloads, ending, painters, shelf, tasks, telling
from worker.studio import Studio


def test_a_ticket_too_many_finds_nothing_to_do(studio: Studio):
    with pytest.raises(NothingToDo):
        paint_next(studio)


def test_a_job_is_painted_delivered_and_learnt_from(studio: Studio, sandbox: Sandbox, anna: Person):
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    said = paint_next(studio)
    status = anna.messages()[-1]

    assert said.startswith("painted in")
    assert (status.media, status.size) == ("photo", (96, 72))
    assert record(studio.store, wanted).state is State.DONE
    assert studio.results.read(wanted.id)
    assert studio.store.redis.hget(keys.estimate(wanted.method, "cpu"), "samples") == "1"


def test_a_picture_that_cannot_be_read_is_told_and_not_tried_again(
    studio: Studio, sandbox: Sandbox, anna: Person
):
    wanted = ordered(studio, sandbox, anna, anna.send_document(picture()[:400], name="half.jpg"))
    said = paint_next(studio)

    assert said == "failed truncated"
    assert "damaged or incomplete" in anna.messages()[-1].words
    assert record(studio.store, wanted).attempts == 1


def test_a_job_cancelled_between_queue_and_brush_is_told(studio: Studio, sandbox: Sandbox, anna: Person):
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    studio.store.redis.hset(keys.job(wanted.id), "cancel", "drop")
    said = paint_next(studio)

    assert said == "cancelled"
    assert anna.messages()[-1].words.startswith("✖️ Cancelled")
    assert record(studio.store, wanted).state is State.CANCELLED


def test_a_worker_that_must_stop_gives_its_job_back_unpainted(studio: Studio, sandbox: Sandbox, anna: Person):
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    studio.store.redis.set(studio.stopping, 1, ex=60)
    said = paint_next(studio)

    assert said == "handed back"
    assert (record(studio.store, wanted).state, record(studio.store, wanted).attempts) == (State.QUEUED, 0)
    assert anna.messages()[-1].text == "queued"


class Broken:
    """A painter with an error of ours, or of the machine."""

    def __init__(self, error: Exception) -> None:
        self.error = error

    def paint(self, _: Wish, __: Tell) -> Pixels:
        raise self.error


def broken(studio: Studio, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    """Let everything be painted by a painter that raises this."""
    monkeypatch.setitem(painters.PAINTERS, Method.MULTISTYLE, lambda *_: Broken(error))


def test_an_error_of_ours_puts_the_job_back_and_the_third_one_is_left_to_the_clerk(
    studio: Studio, sandbox: Sandbox, anna: Person, monkeypatch: pytest.MonkeyPatch
):
    broken(studio, monkeypatch, ZeroDivisionError("ours"))
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    said = [paint_next(studio) for _ in range(3)]
    last = record(studio.store, wanted)

    assert said == ["broke"] * 3
    assert (last.state, last.outcome, last.reason) == (State.DELIVERING, State.FAILED, "broken")
    assert studio.store.claim_delivery(wanted.id) is not None


@pytest.mark.parametrize(
    "error", [MemoryError("host"), RuntimeError("DefaultCPUAllocator: can't allocate memory")]
)
def test_memory_that_runs_out_is_told_and_not_tried_again(
    studio: Studio, sandbox: Sandbox, anna: Person, monkeypatch: pytest.MonkeyPatch, error: Exception
):
    broken(studio, monkeypatch, error)
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    said = paint_next(studio)

    assert said == "failed out_of_memory"
    assert record(studio.store, wanted).attempts == 1
    assert "too large for this machine" in anna.messages()[-1].words


def test_weights_that_cannot_be_used_are_told_and_not_tried_again(
    studio: Studio, sandbox: Sandbox, anna: Person, monkeypatch: pytest.MonkeyPatch
):
    def wrong(*_: object) -> NoReturn:
        raise weights.DigestMismatch("not these")

    monkeypatch.setitem(painters.PAINTERS, Method.MULTISTYLE, wrong)
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    said = paint_next(studio)

    assert said == "failed no_weights"
    assert record(studio.store, wanted).attempts == 1
    assert "files are missing or damaged" in anna.messages()[-1].words


def test_a_results_store_that_fails_is_told_and_the_picture_is_painted_once(
    studio: Studio, sandbox: Sandbox, anna: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(shelf, "PAUSE", 0)
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    (tmp_path / "results").write_text("a file where the folder should be")
    said = paint_next(studio)

    assert said == "failed no_room"
    assert record(studio.store, wanted).attempts == 1
    assert "could not keep it" in anna.messages()[-1].words


def test_a_results_store_that_fails_for_a_moment_is_written_again(
    studio: Studio, sandbox: Sandbox, anna: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    in_the_way = tmp_path / "results"
    monkeypatch.setattr(shelf, "sleep", lambda _: in_the_way.unlink(missing_ok=True))
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    in_the_way.write_text("a file where the folder should be")
    said = paint_next(studio)

    assert said.startswith("painted in")
    assert (record(studio.store, wanted).state, record(studio.store, wanted).attempts) == (State.DONE, 1)


def test_a_picture_that_telegram_does_not_hand_out_waits_and_its_attempt_does_not_count(
    studio: Studio, sandbox: Sandbox, anna: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(downloads, "PAUSE", 0)
    sandbox.fault("502", method="getFile", times=downloads.TRIES)
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    said = paint_next(studio)
    waiting = record(studio.store, wanted)

    assert said == "postponed"
    assert (waiting.state, waiting.attempts) == (State.POSTPONED, 0)
    assert anna.messages()[-1].text == "queued"


def test_a_download_that_hangs_does_not_keep_a_job_from_being_cancelled(
    studio: Studio, sandbox: Sandbox, anna: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(keys, "RENEW_EVERY", 0.05)
    sandbox.fault("silent_after", method="file", seconds=20)
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    pressed = Timer(0.5, studio.store.cancel, (wanted.id, wanted.person))
    pressed.start()
    said = paint_next(studio)
    pressed.join()

    assert said == "cancelled"
    assert anna.messages()[-1].words.startswith("✖️ Cancelled")


def test_a_delivery_that_hangs_is_left_to_the_clerk_at_once(
    studio: Studio, sandbox: Sandbox, anna: Person, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(telling, "TELLING", 0.3)
    sandbox.fault("silent_after", method="editMessageMedia", seconds=20)
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    said = paint_next(studio)
    last = record(studio.store, wanted)

    assert said.startswith("painted in")
    assert (last.state, last.outcome, last.attempts) == (State.DELIVERING, State.DONE, 1)
    assert studio.store.claim_delivery(wanted.id) is not None


def test_what_is_concluded_twice_because_an_answer_got_lost_is_still_ours(studio: Studio, redis: Redis):
    studio.store.accept(job(1), allowed=60, limits=ROOM)
    with tasks._claimed(studio) as claim:
        end = ending.Ending(studio, claim)
        first, again = end._concluded(State.FAILED, "x"), end._concluded(State.FAILED, "x")
        other = end._concluded(State.CANCELLED)

    assert (first, again, other) == (True, True, False)


def test_what_is_wanted_of_gatys_by_its_person_is_kept_at_its_size(
    studio: Studio, sandbox: Sandbox, anna: Person, monkeypatch: pytest.MonkeyPatch
):
    class Halfway:
        def paint(self, wish: Wish, progress: Tell) -> Pixels:
            for number in range(1, 5):
                if number == 2:
                    studio.store.cancel(wanted.id, wanted.person, keep=True)
                    sleep(0.5)
                try:
                    progress(Step(step=number, of=4, picture=lambda: wish.content))
                except Enough:
                    break
            return wish.content

    monkeypatch.setattr(keys, "RENEW_EVERY", 0.05)
    monkeypatch.setitem(painters.PAINTERS, Method.MULTISTYLE, lambda *_: Halfway())
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    said = paint_next(studio)
    kept = record(studio.store, wanted)

    assert said.startswith("painted in")
    assert kept.result is not None
    assert (kept.state, kept.result.share) == (State.DONE, 0.5)
    assert anna.messages()[-1].size == (96, 72)
    assert studio.store.redis.hget(keys.estimate(wanted.method, "cpu"), "samples") is None


def test_a_download_that_fails_twice_is_repeated_within_the_attempt(
    studio: Studio, sandbox: Sandbox, anna: Person
):
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    sandbox.fault("reset", method="getFile")
    sandbox.fault("502", method="file")
    said = paint_next(studio)

    assert said.startswith("painted in")
    assert record(studio.store, wanted).attempts == 1


def test_a_picture_that_telegram_forgot_is_told(studio: Studio, sandbox: Sandbox, anna: Person):
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    lost = wanted.model_copy(
        update={"id": "LOSTFILE22", "content": wanted.content.model_copy(update={"file_id": "AgACgone"})}
    )
    studio.store.cancel(wanted.id, wanted.person)
    studio.store.accept(lost, allowed=60, limits=ROOM)
    said = paint_next(studio)

    assert said == "failed file_gone"
    assert "Telegram no longer has this picture" in anna.messages()[-1].words
