"""What tests of a worker order, and what a ticket then sets off, without Celery around it."""

import io
from typing import Any

from PIL import Image

from jobs.job import Job, Photo, job_id
from jobs.record import Record
from jobs.store import Store
from sandbox.person import Message, Person, Sandbox
from tests.chat.samples import ROOM, job
from worker import tasks
from worker.studio import Studio


def picture(form: str = "JPEG") -> bytes:
    file = io.BytesIO()
    Image.linear_gradient("L").resize((96, 72)).convert("RGB").save(file, form)
    return file.getvalue()


def ordered(studio: Studio, sandbox: Sandbox, anna: Person, sent: Message, **fields: Any) -> Job:
    """Order what a person sent in the style of the wave, or as told, as the bot does; returns the job."""
    update = sandbox.waiting_updates()[-1]["message"]
    kind = next(one for one in ("photo", "sticker", "animation", "video", "document") if one in update)
    file = update["photo"][-1] if kind == "photo" else update[kind]
    status = studio.thread.run(studio.thread.bot.send_message(anna.chat_id, "queued"), 20)
    content = Photo(
        file_id=file["file_id"],
        file_unique_id=file["file_unique_id"],
        width=file.get("width", 0),
        height=file.get("height", 0),
        kind=kind,
        video=file.get("is_video", False),
    )
    wanted = job(
        anna.chat_id,
        id=job_id(42, sent.id),
        content=content,
        photo_message=sent.id,
        status_message=status.message_id,
        **fields,
    )
    studio.store.accept(wanted, allowed=60, limits=ROOM)
    return wanted


def paint_next(studio: Studio) -> str:
    """What a ticket sets off, without Celery around it."""
    with tasks._claimed(studio) as claim:
        said = tasks._ended(studio, claim)
    studio.telling.settle(20)
    return said


def record(store: Store, wanted: Job) -> Record:
    found = store.record(wanted.id)
    assert found is not None
    return found
