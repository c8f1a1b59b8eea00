"""What ``atelier doctor`` looks at: each check gives findings, and none shows a secret."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import weights
from jobs.catalogue import CATALOGUE, Lane
from worker.needs import FEATURES, installed

if TYPE_CHECKING:
    from jobs.settings import Settings

TOKEN = re.compile(r"\d{5,}:[A-Za-z0-9_-]{30,}")
ROOM = 500_000_000  # bytes; less free space than this soon stops Redis or the results


@dataclass(frozen=True, kw_only=True)
class Finding:
    """One line of the doctor's."""

    subject: str
    good: bool
    #: what was seen
    seen: str
    #: what to do, where it is not good
    remedy: str = ""
    #: whether nothing works without it
    needed: bool = True


def redis(settings: "Settings") -> Iterator[Finding]:
    """Whether Redis answers and would rather refuse a job than forget one."""
    from redis.exceptions import RedisError

    from jobs.redis import connect

    url = settings.redis_url
    place = f"{url.host}:{url.port}{url.path or ''}"  # the address without its password
    try:
        with connect(str(url)) as client:
            info = client.info()
    except RedisError as error:
        remedy = "start it (`make run` does), or correct ATELIER_REDIS_URL"
        yield Finding(subject="redis", good=False, seen=f"{place}: {type(error).__name__}", remedy=remedy)
        return
    yield Finding(subject="redis", good=True, seen=f"{place}, version {info['redis_version']}")
    yield _eviction(str(info.get("maxmemory_policy", "unknown")))


def _eviction(policy: str) -> Finding:
    return Finding(
        subject="maxmemory-policy",
        good=policy == "noeviction",
        seen=policy,
        remedy="`redis-cli config set maxmemory-policy noeviction`: any other policy deletes jobs",
    )


def token(settings: "Settings") -> Iterator[Finding]:
    """Whether the token has the shape of one; it is never shown and nobody is asked about it."""
    secret = settings.bot_token.get_secret_value()
    if not secret:
        yield Finding(subject="token", good=True, seen="none: the sandbox is used instead of Telegram")
        return
    yield Finding(
        subject="token",
        good=TOKEN.fullmatch(secret) is not None,
        seen="has the shape of a token" if TOKEN.fullmatch(secret) else "does not look like 123456789:AA…",
        remedy="copy ATELIER_BOT_TOKEN from @BotFather once more, without spaces and quotes",
    )


def files(settings: "Settings") -> Iterator[Finding]:
    """Whether the weights that are there are the right ones, and whether each lane can paint something."""
    folder = settings.weights_dir
    present = [entry.name for entry in weights.ENTRIES.values() if weights.installed(entry.name, folder)]
    for name in present:
        try:
            weights.find(name, folder)
        except weights.FileError as error:
            yield Finding(subject="weights", good=False, seen=name, remedy=str(error))
    for lane in Lane:
        yield _paintable(lane, folder)
    features = next((name for name in FEATURES if name in present), None)
    if features == "features-small":
        remedy = "`atelier weights fetch vgg19` makes Gatys paint as in the paper"
        yield Finding(subject="features", good=False, seen=features, remedy=remedy, needed=False)


def _paintable(lane: Lane, folder: Path) -> Finding:
    styles = [style for style in CATALOGUE if style.lane is lane]
    there = sum(installed(style.method, style, folder) for style in styles)
    return Finding(
        subject=f"styles, {lane}",
        good=there == len(styles),
        seen=f"{there} of {len(styles)} can be painted",
        remedy="`atelier weights fetch` brings the others",
        needed=there == 0,
    )


def own_styles(settings: "Settings") -> Iterator[Finding]:
    """Whether the operator's own styles can be used."""
    from jobs.gallery import read_folder

    folder = read_folder(settings.styles_dir)
    if folder.styles:
        names = ", ".join(style.name for style in folder.styles)
        yield Finding(subject="own styles", good=True, seen=names)
    for problem in folder.problems:
        yield Finding(subject="own styles", good=False, seen=problem, remedy="see README", needed=False)


def device(settings: "Settings") -> Iterator[Finding]:
    """What would paint, and whether it is what the settings ask for."""
    import torch

    if torch.cuda.is_available() and settings.device != "cpu":
        card = torch.cuda.get_device_properties(0)
        yield Finding(subject="device", good=True, seen=f"{card.name}, {card.total_memory / 2**30:.0f} GiB")
        return
    yield Finding(
        subject="device",
        good=settings.device != "cuda",
        seen=f"CPU, {torch.get_num_threads()} threads, torch {torch.__version__}",
        remedy="torch sees no CUDA device: install the driver and a CUDA build, or set ATELIER_DEVICE=auto",
    )


def disk(settings: "Settings") -> Iterator[Finding]:
    """Whether there is room where results and weights go."""
    folders = {"weights": settings.weights_dir}
    if settings.results_url.startswith("file://"):
        folders["results"] = Path(settings.results_url.removeprefix("file://"))
    for name, folder in folders.items():
        free = shutil.disk_usage(_existing(folder.absolute())).free
        yield Finding(
            subject=f"disk, {name}",
            good=free >= ROOM,
            seen=f"{free / 1e9:.1f} GB free in {folder}",
            remedy=f"make room: at least {ROOM / 1e9:.1f} GB",
        )


def _existing(folder: Path) -> Path:
    return next(parent for parent in (folder, *folder.parents) if parent.exists())
