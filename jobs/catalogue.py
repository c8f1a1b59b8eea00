"""What a person can pick: the built-in styles and which lane paints them. Pure data, no torch."""

from enum import StrEnum
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field


class Lane(StrEnum):
    """How long painting takes; each lane is one Celery queue of the same name."""

    SLOW = "slow_nst"  # optimisation: tens of seconds and more
    FAST = "fast_gan"  # one forward pass: about a second


class Method(StrEnum):
    """Which mathematics paints."""

    GATYS = "gatys"
    MULTISTYLE = "multistyle"
    JOHNSON = "johnson"
    CYCLEGAN = "cyclegan"
    MICROAST = "microast"
    ADAIN = "adain"
    MSGNET = "msgnet"
    MUNIT = "munit"


#: One-pass methods that take any picture as their style; where several are installed, the first paints.
OWN_FAST: tuple[Method, ...] = (Method.MICROAST, Method.ADAIN, Method.MSGNET)
#: Methods that look at style pictures: people's own, drawn ones, the operator's.
BY_PICTURE: frozenset[Method] = frozenset({Method.GATYS, *OWN_FAST})


class Style(BaseModel):
    """One entry of the gallery."""

    model_config = ConfigDict(frozen=True)

    #: Unique, typed by people and kept in callback data: lower case, at most 32 characters.
    name: str = Field(pattern=r"^[a-z0-9_]{1,32}$")
    #: English; people see the one in their language, ``chat.titles``.
    title: str
    method: Method
    lane: Lane
    #: Name in ``weights/manifest.toml``; None: nothing beyond the features that Gatys has anyway.
    weights: str | None = None
    #: Name in ``nst.drawings.DRAWINGS`` of the style picture, for Gatys.
    drawing: str | None = None
    #: Name of the style that goes the other way, horse to zebra and zebra to horse; they stand side by side.
    reverse: str | None = None
    #: The operator's own file, weights or a style picture, where it was found; see ``jobs.gallery``.
    file: Path | None = None
    licence: str = "MIT"

    @property
    def by_picture(self) -> bool:
        """Is it a picture, which every method for pictures can look at, and not a net?"""
        return self.method in BY_PICTURE


def _multistyle(name: str, title: str) -> Style:
    return Style(name=name, title=title, method=Method.MULTISTYLE, lane=Lane.FAST, weights="multistyle")


def _johnson(name: str, title: str) -> Style:
    weights = f"johnson-{name.replace('_', '-')}"
    return Style(
        name=name, title=title, method=Method.JOHNSON, lane=Lane.FAST, weights=weights, licence="BSD-3-Clause"
    )


def _cyclegan(name: str, title: str, weights: str, reverse: str | None = None) -> Style:
    return Style(
        name=name,
        title=title,
        method=Method.CYCLEGAN,
        lane=Lane.FAST,
        weights=f"cyclegan-{weights}",
        reverse=reverse,
        licence="BSD-2-Clause",
    )


def _drawn(name: str, title: str) -> Style:
    return Style(name=f"drawn_{name}", title=title, method=Method.GATYS, lane=Lane.SLOW, drawing=name)


CATALOGUE: tuple[Style, ...] = (
    _multistyle("wave", "🌊 Hokusai's wave"),
    _multistyle("wheatfield", "🌾 Van Gogh's wheat field"),
    _multistyle("cradle", "🧶 Klimt's cradle"),
    _multistyle("visit", "🟥 Kirchner's visit"),
    _johnson("candy", "🍬 Candy"),
    _johnson("mosaic", "🧩 Mosaic"),
    _johnson("rain_princess", "☔ Rain princess"),
    _johnson("udnie", "🎭 Udnie"),
    _cyclegan("cezanne", "Paul Cézanne", "style-cezanne"),
    _cyclegan("ukiyoe", "Ukiyo-e", "style-ukiyoe"),
    _cyclegan("vangogh", "Vincent van Gogh", "style-vangogh"),
    _cyclegan("iphone2dslr", "🌸 Flower, soft background", "iphone2dslr-flower"),
    _cyclegan("monet", "Claude Monet", "style-monet", "monet2photo"),
    # The other direction: a photo it leaves as it is.
    _cyclegan("monet2photo", "Monet painting → photo", "monet2photo", "monet"),
    _cyclegan("summer2winter", "☀️ Summer → ❄️ Winter", "summer2winter-yosemite", "winter2summer"),
    _cyclegan("winter2summer", "❄️ Winter → ☀️ Summer", "winter2summer-yosemite", "summer2winter"),
    _cyclegan("horse2zebra", "🐴 Horse → 🦓 Zebra", "horse2zebra", "zebra2horse"),
    _cyclegan("zebra2horse", "🦓 Zebra → 🐴 Horse", "zebra2horse", "horse2zebra"),
    _cyclegan("apple2orange", "🍎 Apple → 🍊 Orange", "apple2orange", "orange2apple"),
    _cyclegan("orange2apple", "🍊 Orange → 🍎 Apple", "orange2apple", "apple2orange"),
    _cyclegan("map2sat", "🗺 Map → 🛰 Satellite", "map2sat", "sat2map"),
    _cyclegan("sat2map", "🛰 Satellite → 🗺 Map", "sat2map", "map2sat"),
    _cyclegan("street2label", "🚗 Street → 🎨 Labels", "cityscapes-photo2label", "label2street"),
    _cyclegan("label2street", "🎨 Labels → 🚗 Street", "cityscapes-label2photo", "street2label"),
    _cyclegan("facade2label", "🏛 Facade → 🎨 Labels", "facades-photo2label", "label2facade"),
    _cyclegan("label2facade", "🎨 Labels → 🏛 Facade", "facades-label2photo", "facade2label"),
    Style(
        name="edges2shoes",
        title="✏️ Drawing → 👟 Shoe",
        method=Method.MUNIT,
        lane=Lane.FAST,
        weights="munit-edges2shoes",
        licence="CC-BY-NC-SA-4.0",
    ),
    _drawn("mosaic", "🔷 Tesserae"),
    _drawn("waves", "〰️ Waves"),
    _drawn("stained_glass", "🪟 Stained glass"),
    _drawn("ink", "🖋 Ink"),
    _drawn("dots", "🟠 Dots"),
    _drawn("brush", "🖌 Brush strokes"),
)

STYLES: dict[str, Style] = {style.name: style for style in CATALOGUE}
