"""The main job on real photos, as three persons would do it, without a token: paint, deliver, judge."""

import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from time import monotonic

import torch
from PIL import Image
from rich.console import Console
from rich.table import Table
from torch import Tensor

import weights
from jobs.settings import settings
from local import service
from local.surroundings import choose
from nst.drawings import draw
from nst.features import SmallFeatures
from nst.referee import psnr, style_loss
from nst.vgg import FeatureNet, Vgg
from sandbox.person import Message, Person, Sandbox

OUT = Console(highlight=False, width=120)
#: Seconds for the longest of the three.
PATIENCE = 180
#: dB; above it a picture is still the photo.
STILL_THE_PHOTO = 25.0
#: A painting has at most this share of the photo's distance to the style.
HALVED = 0.5


@dataclass(frozen=True, kw_only=True)
class Commission:
    """One photo and the way it is asked for."""

    photo: str  # in scikit-image's data folder
    style: str  # in words
    lane: str
    ask: Callable[[Person, Message], Message]
    #: Drawings whose manner the painting must have taken, if it was painted from drawings.
    drawings: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What came back for a commission."""

    commission: Commission
    before: Image.Image
    after: Image.Image | None
    waited: float = 0.0
    painted: float = 0.0
    delivered: float = 0.0
    #: dB to the photo.
    psnr: float = 0.0
    #: Style loss of the painting over that of the photo; None: no referee.
    style: float | None = None
    complaint: str = ""


def _fast(person: Person, photo: Message) -> Message:
    card = person.wait_for_reply(photo, deadline_s=20)
    person.press("fast", on=card)
    menu = person.wait_for(lambda m: m.id == card.id and m.button("wave"), deadline_s=20)
    person.press("wave", on=menu)
    return card


def _gatys(*drawings: str) -> Callable[[Person, Message], Message]:
    """Ask for one's own style pictures, send them, weigh them if there are two, run."""

    def ask(person: Person, photo: Message) -> Message:
        card = person.wait_for_reply(photo, deadline_s=20)
        person.press("own", on=card)
        person.wait_for(lambda m: m.id == card.id and "style" in m.words, deadline_s=20)
        for number, drawing in enumerate(drawings, start=1):
            person.send_photo(_jpeg(draw(drawing, 640)))
            person.wait_for(lambda m, n=number: m.id == card.id and _styles_on(m) == n, deadline_s=20)
        if len(drawings) > 1:
            person.press("more:0" if False else "v1|more|0", on=card)
        person.press("v1|run|", on=person.again(card))
        return card

    return ask


def _styles_on(card: Message) -> int:
    return sum(data.startswith("v1|remove|") for row in card.buttons for _, data in row)


COMMISSIONS = (
    Commission(photo="coffee.png", style="wave, one pass", lane="fast_gan", ask=_fast),
    Commission(
        photo="chelsea.png",
        style="own picture (stained glass), Gatys",
        lane="slow_nst",
        ask=_gatys("stained_glass"),
        drawings=("stained_glass",),
    ),
    Commission(
        photo="rocket.jpg",
        style="two own pictures, weighted, Gatys",
        lane="slow_nst",
        ask=_gatys("waves", "brush"),
        drawings=("waves", "brush"),
    ),
)
