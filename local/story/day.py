"""Plays the day on a whole service and writes its page."""

import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import monotonic, sleep

from redis import Redis

from jobs.offer import Offer
from jobs.presence import Presence
from jobs.results import Results
from jobs.settings import settings
from jobs.sheets import TILES, Sheet, Sheets
from local import service
from local.demo import sample
from local.story.page import Page
from local.story.scenes import play
from local.story.teller import Teller
from local.surroundings import choose
from sandbox.person import Message, Sandbox

TITLE = "A day in Atelier"
INTRODUCTION = (
    "What people see in the chats, message by message, as the whole service showed it on this machine: "
    "pictures on the left are the bot's, those on the right people's. An arrow means that a message "
    "became another one. The photos are scikit-image's."
)
#: Seconds for the contact sheets.
PATIENCE = 120


def tell(folder: Path, out: Path, say: Callable[[str], None]) -> Path:
    """Run the service in a folder, play the day, and write the page; returns its file.

    Raises:
        TimeoutError: something did not come; shows the last messages.
        LookupError: a button that should be there is not.
    """
    shutil.rmtree(folder, ignore_errors=True)
    shutil.rmtree(out, ignore_errors=True)
    folder.mkdir(parents=True)
    surroundings = choose(folder, settings(), sandbox=True)
    with (folder / "log.txt").open("w") as lines, service.running(surroundings, lines) as redis:
        service.wait_until_ready(redis, surroundings)
        results = Results(surroundings.environment()["ATELIER_RESULTS_URL"])
        with Sandbox(surroundings.sandbox_url or "") as sandbox:
            _wait_for_sheets(sandbox, redis, results)
            teller = Teller(sandbox)
            play(teller, sandbox, say)
            return Page(out).write(TITLE, INTRODUCTION, teller.scenes)


def _wait_for_sheets(sandbox: Sandbox, redis: "Redis", results: Results) -> None:
    """Let somebody look at the styles first, whose pictures are painted then; the others find them."""
    visitor = sandbox.person(name="Visitor")
    card = visitor.wait_for_reply(visitor.send_photo(sample("coffee.png")), PATIENCE)
    for verb in ("v1|fast|", "v1|back|", "v1|gallery|"):
        visitor.wait_for(partial(_offers, card, verb), PATIENCE)
        visitor.press(verb, on=card)
    offer, sheets = Offer.now(Presence(redis)), Sheets(redis, results)
    names = ([style.name for style in styles[:TILES]] for styles in (offer.fast(), offer.pictures()))
    wanted = [Sheet(tuple(page)) for page in names]
    until = monotonic() + PATIENCE
    while any(sheets.find(sheet) is None for sheet in wanted):
        if monotonic() > until:
            raise TimeoutError("the contact sheets were not painted")
        sleep(0.5)


def _offers(card: Message, verb: str, message: Message) -> bool:
    return message.id == card.id and any(each.data == verb for row in message.buttons for each in row)
