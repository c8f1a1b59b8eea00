"""What a command line asks to be painted."""

from dataclasses import dataclass

import weights
from cli.style_choice import Choice
from cli.styles import FEATURES
from jobs.catalogue import Method, Style
from jobs.settings import Settings


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

    @property
    def names(self) -> list[str]:
        """What the person called the styles."""
        return [choice.name for choice in self.choices]

    @property
    def mixture(self) -> dict[str, float]:
        """The gallery styles whose net paints, with their weights; none for Gatys, who looks at pictures."""
        mixture: dict[str, float] = {}
        for choice in self.choices:
            if choice.method is not Method.GATYS:
                mixture[choice.name] = mixture.get(choice.name, 0) + choice.weight
        return mixture

    def check_weights(self) -> None:
        """Look, without torch, whether the weights are there and the right ones.

        Raises:
            FileError: they are not.
        """
        folder, source = self.settings.weights_dir, self.choices[0].source
        if self.method is not Method.GATYS and isinstance(source, Style):
            weights.find(source.weights or "", folder)
        elif not any(weights.installed(name, folder) for name in FEATURES):
            weights.find(FEATURES[-1], folder)
