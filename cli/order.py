"""What a command line asks to be painted. No torch."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from cli.style_choice import Choice
from cli.terminal import Complaint
from jobs.catalogue import STYLES, Method, Style
from jobs.job import Arrangement, Colours
from jobs.settings import Settings
from worker.needs import files_of


@dataclass(frozen=True, kw_only=True)
class Optimiser:
    """Controls that only the optimiser has; None: as it looks best."""

    steps: int | None = None
    #: weight of the total variation
    smoothness: float | None = None
    fourier: bool = False


@dataclass(frozen=True, kw_only=True)
class Order:
    """One painting, decided but not begun."""

    choices: tuple[Choice, ...]
    method: Method
    #: 0: the photo itself, 1: the full style
    strength: float
    #: pixels; larger photos are painted at this size and enlarged
    longest_side: int
    settings: Settings
    #: the gallery by name, the operator's own included
    styles: Mapping[str, Style] = field(default_factory=lambda: STYLES)
    colours: Colours = "style"
    arrangement: Arrangement = "blend"
    #: grey pictures, one for each choice, or none at all
    masks: tuple[Path, ...] = ()
    style_scale: float = 1.0
    seed: int = 0
    optimiser: Optimiser = Optimiser()

    def __post_init__(self) -> None:
        if self.masks and len(self.masks) != len(self.choices):
            counts = f"{len(self.masks)} masks for {len(self.choices)} styles"
            raise Complaint(f"{counts}: one each, in their order")
        if self.masks and not self.choices[0].is_picture:
            raise Complaint(f"{self.method} has its style in its weights and heeds no masks")
        if self.optimiser != Optimiser() and self.method is not Method.GATYS:
            raise Complaint(f"{self.method} has no --steps, --smoothness and --fourier: these are for gatys")

    @property
    def names(self) -> list[str]:
        """What the person called the styles."""
        return [choice.name for choice in self.choices]

    @property
    def mixture(self) -> dict[str, float]:
        """The gallery styles whose net paints, with their weights; none for those who look at pictures."""
        mixture: dict[str, float] = {}
        for choice in self.choices:
            if not choice.is_picture:
                mixture[choice.name] = mixture.get(choice.name, 0) + choice.weight
        if self.method is Method.MUNIT:
            return {name: 1.0 for name, style in STYLES.items() if style.method is Method.MUNIT}
        return mixture

    def check_weights(self) -> None:
        """Look, without torch, whether the weights are there and the right ones.

        Raises:
            FileError: they are not.
        """
        style = next((self.styles[name] for name in self.mixture), None)
        files_of(self.method, style, self.settings.weights_dir)
