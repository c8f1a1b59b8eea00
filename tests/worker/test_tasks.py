"""A claimed job comes to its end, whichever that is: a studio against the sandbox and a real Redis."""

import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from redis import Redis

from jobs import keys
from jobs.catalogue import Lane
from jobs.errors import NothingToDo
from jobs.job import Job, Photo, job_id
from jobs.record import Record, State
from jobs.settings import Settings
from jobs.store import Store
from sandbox.person import Message, Person, Sandbox
from sandbox.serving import DEFAULT_TOKEN, running
from tests.chat.samples import job
from worker import tasks
from worker.progress import Progress
from worker.studio import Studio


def picture(form: str = "JPEG") -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((96, 72)).convert("RGB").save(file, form)
    return file.getvalue()


@pytest.fixture
def sandbox() -> Iterator[Sandbox]:
    with running() as address, Sandbox(address) as sandbox:
        yield sandbox


@pytest.fixture
def anna(sandbox: Sandbox) -> Person:
    return sandbox.person(name="Anna")


@pytest.fixture
def studio(sandbox: Sandbox, redis: Redis, tmp_path: Path) -> Iterator[Studio]:
    port = redis.get_connection_kwargs()["port"]
    settings = Settings(
        bot_token=DEFAULT_TOKEN,
        bot_api_url=sandbox.base_url,
        redis_url=f"redis://127.0.0.1:{port}/0",
        results_url=(tmp_path / "results").as_uri(),
        weights_dir=tmp_path / "weights",
        device="cpu",
    )
    studio = Studio(settings, Lane.FAST)
    yield studio
    studio.thread.close()
    studio.store.redis.close()


def ordered(studio: Studio, sandbox: Sandbox, anna: Person, sent: Message) -> Job:
    """Order what a person sent in the style of the wave, as the bot does; returns the job."""
    update = sandbox.waiting_updates()[-1]["message"]
    file = update["photo"][-1] if "photo" in update else update["document"]
    status = studio.thread.run(studio.thread.bot.send_message(anna.chat_id, "queued"), 20)
    content = Photo(
        file_id=file["file_id"],
        file_unique_id=file["file_unique_id"],
        width=file.get("width", 0),
        height=file.get("height", 0),
        kind="photo" if "photo" in update else "document",
    )
    wanted = job(
        anna.chat_id,
        id=job_id(42, sent.id),
        content=content,
        photo_message=sent.id,
        status_message=status.message_id,
    )
    studio.store.accept(wanted, allowed=60, limit=3, held=0)
    return wanted


def paint_next(studio: Studio) -> str:
    """What a ticket sets off, without Celery around it."""
    with tasks._claimed(studio) as claim:
        progress = Progress(claim, studio.store, studio.thread, studio.stopping)
        return tasks._ended(studio, claim, progress)


def record(store: Store, wanted: Job) -> Record:
    found = store.record(wanted.id)
    assert found is not None
    return found


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
    studio.store.redis.hset(keys.job(wanted.id), "cancel", 1)
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


def test_an_error_of_ours_puts_the_job_back_and_the_third_one_is_left_to_the_clerk(
    studio: Studio, sandbox: Sandbox, anna: Person, tmp_path: Path
):
    wanted = ordered(studio, sandbox, anna, anna.send_photo(picture()))
    (tmp_path / "results").write_text("a file where the folder should be")
    said = [paint_next(studio) for _ in range(3)]
    last = record(studio.store, wanted)

    assert said == ["broke"] * 3
    assert (last.state, last.outcome, last.reason) == (State.DELIVERING, State.FAILED, "broken")
    assert studio.store.claim_delivery(wanted.id) is not None


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
    studio.store.accept(lost, allowed=60, limit=3, held=0)
    said = paint_next(studio)

    assert said == "failed file_gone"
    assert "Telegram no longer has this picture" in anna.messages()[-1].words
