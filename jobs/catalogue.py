"""What a person can pick: the built-in styles and which lane paints them. Pure data, no torch."""

from enum import StrEnum

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


class Style(BaseModel):
    """One entry of the gallery."""

    model_config = ConfigDict(frozen=True)

    #: Unique, typed by people and kept in callback data: lower case, at most 32 characters.
    name: str = Field(pattern=r"^[a-z0-9_]{1,32}$")
    #: Shown on buttons; proper names, the same in every language.
    title: str
    method: Method
    lane: Lane
    #: Name in ``weights/manifest.toml``; None: nothing beyond the features that Gatys has anyway.
    weights: str | None = None
    #: Name in ``nst.drawings.DRAWINGS`` of the style picture, for Gatys.
    drawing: str | None = None
    licence: str = "MIT"


def _multistyle(name: str, title: str) -> Style:
    return Style(name=name, title=title, method=Method.MULTISTYLE, lane=Lane.FAST, weights="multistyle")


def _johnson(name: str, title: str) -> Style:
    weights = f"johnson-{name.replace('_', '-')}"
    return Style(
        name=name, title=title, method=Method.JOHNSON, lane=Lane.FAST, weights=weights, licence="BSD-3-Clause"
    )


def _cyclegan(name: str, title: str, weights: str) -> Style:
    weights = f"cyclegan-{weights}"
    return Style(
        name=name,
        title=title,
        method=Method.CYCLEGAN,
        lane=Lane.FAST,
        weights=weights,
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
    _cyclegan("monet", "Claude Monet", "style-monet"),
    _cyclegan("cezanne", "Paul Cézanne", "style-cezanne"),
    _cyclegan("ukiyoe", "Ukiyo-e", "style-ukiyoe"),
    _cyclegan("vangogh", "Vincent van Gogh", "style-vangogh"),
    _cyclegan("summer2winter", "☀️ Summer → ❄️ Winter", "summer2winter-yosemite"),
    _cyclegan("winter2summer", "❄️ Winter → ☀️ Summer", "winter2summer-yosemite"),
    _cyclegan("horse2zebra", "🐴 Horse → 🦓 Zebra", "horse2zebra"),
    _cyclegan("zebra2horse", "🦓 Zebra → 🐴 Horse", "zebra2horse"),
    _drawn("mosaic", "🔷 Tesserae"),
    _drawn("waves", "〰️ Waves"),
    _drawn("stained_glass", "🪟 Stained glass"),
    _drawn("ink", "🖋 Ink"),
    _drawn("dots", "🟠 Dots"),
    _drawn("brush", "🖌 Brush strokes"),
)

STYLES: dict[str, Style] = {style.name: style for style in CATALOGUE}
