"""The main job on real photos, without a token: three persons, three paintings, judged and shown."""

import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from redis import Redis
from rich.console import Console
from rich.table import Table

from jobs.record import Record
from jobs.settings import settings
from jobs.store import Store
from local import service
from local.commissions import COMMISSIONS, Commission
from local.finished import is_result
from local.judging import Judge, Judgement
from local.surroundings import Surroundings, choose
from sandbox.person import Message, Sandbox

OUT = Console(highlight=False, width=140)
COLUMNS = (
    "photo",
    "style",
    "lane",
    "in",
    "out",
    "waiting",
    "painting",
    "delivering",
    "PSNR",
    "style loss",
)
#: Seconds for the last of the pictures.
PATIENCE = 240


@dataclass(frozen=True, kw_only=True)
class Delivered:
    """What came back for a commission."""

    commission: Commission
    photo: Message
    picture: Message
    before: bytes
    after: bytes
    record: Record


def demo(folder: Path, out: Path, judge: Judge) -> int:
    """Run the whole service on this machine and paint; returns the exit code."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    out.mkdir(parents=True, exist_ok=True)
    surroundings = choose(folder, settings(), sandbox=True)
    log = folder / "log.txt"
    with log.open("w") as lines, service.running(surroundings, lines) as redis:
        try:
            OUT.print(f"starting Redis, sandbox, bot, workers, clerk and Flower … (log: {log})")
            service.wait_until_ready(redis, surroundings)
            verdicts = list(_verdicts(surroundings, redis, out, judge))
        except service.NotReady as error:
            OUT.print(f"[red]{error}[/]; see {log}")
            return 1
    failed = [verdict for verdict in verdicts if verdict]
    for complaint in failed:
        OUT.print(f"[red]✘ {complaint}[/]")
    return 1 if failed else 0


def _verdicts(surroundings: Surroundings, redis: "Redis", out: Path, judge: Judge) -> Iterator[str]:
    """Paint all commissions at once, show the table; yields a complaint, or "", for each."""
    url = surroundings.sandbox_url or ""
    table, complaints = Table(*COLUMNS), []
    with ThreadPoolExecutor(len(COMMISSIONS)) as persons:
        jobs = [persons.submit(_commission, url, redis, one) for one in COMMISSIONS]
        for commission, job in zip(COMMISSIONS, jobs, strict=True):
            try:
                delivered = job.result()
            except (TimeoutError, LookupError) as error:
                complaints.append(f"{commission.photo} in {commission.wish}: {error}")
                continue
            judgement = _save_and_judge(delivered, out, judge)
            table.add_row(*_row(delivered, judgement))
            complaints += [
                f"{commission.photo}, {commission.wish}: {words}" for words in judgement.complaints
            ]
    OUT.print(table)
    OUT.print(f"before and after: {out}/   (`make run` stays, with a chat page and Flower)")
    yield from complaints


def _commission(url: str, redis: "Redis", commission: Commission) -> Delivered:
    """Be one person: send a photo, choose, wait for the picture.

    Raises:
        TimeoutError: it did not come in time; shows the last messages.
        LookupError: the bot said that it failed, or offered no such choice.
    """
    with Sandbox(url) as sandbox:
        person = sandbox.person(name="Demo")
        photo = person.send_photo(sample(commission.photo))
        card = commission.ask(person, photo)
        picture = person.wait_for(partial(_is_over, card), PATIENCE)
        if picture.media is None:
            raise LookupError(picture.words)
        record = Store(redis).record(_job_of(picture))
        if record is None:
            raise LookupError("its job has no record")
        return Delivered(
            commission=commission,
            photo=photo,
            picture=picture,
            before=photo.download(),
            after=picture.download(),
            record=record,
        )


def _is_over(card: Message, message: Message) -> bool:
    """Has the card become the picture, or a failure? Before, it may show styles to choose from."""
    return message.id == card.id and (is_result(message) or "😕" in message.words)


def sample(name: str) -> Path:
    """A photograph that the scikit-image package carries.

    Raises:
        LookupError: the package is not installed.
    """
    spec = find_spec("skimage")
    if spec is None or spec.origin is None:
        raise LookupError("scikit-image is not installed")
    return Path(spec.origin).parent / "data" / name


def _job_of(picture: Message) -> str:
    """The job that a result's buttons belong to."""
    data = picture.button("Again").data or ""
    return data.rpartition("|")[2]


def _save_and_judge(delivered: Delivered, out: Path, judge: Judge) -> Judgement:
    stem = Path(delivered.commission.photo).stem
    (out / f"{stem}-before.jpg").write_bytes(delivered.before)
    (out / f"{stem}-after.jpg").write_bytes(delivered.after)
    return judge.judge(delivered.before, delivered.after, delivered.commission.drawings)


def _row(delivered: Delivered, judgement: Judgement) -> list[str]:
    record, commission = delivered.record, delivered.commission
    sizes = ("{}x{}".format(*(message.size or "??")) for message in (delivered.photo, delivered.picture))
    spans = (record.waited, record.painted - record.started, max(0.0, record.finished - record.painted))
    style = "no referee" if judgement.style is None else f"{judgement.style:.0%} of the photo's"
    seconds = (f"{span:.1f} s" for span in spans)
    likeness = f"{judgement.psnr:.1f} dB"
    return [commission.photo, commission.wish, commission.lane, *sizes, *seconds, likeness, style]
