"""What ``--style`` says: a gallery style's name or a picture, with a weight."""

import difflib
from dataclasses import dataclass
from pathlib import Path

from cli.terminal import Complaint
from jobs.catalogue import STYLES, Method, Style

MOST = 4  # styles in one painting, as in a job


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One ``--style``: either of the gallery or a picture of one's own."""

    source: Style | Path
    #: share among the choices, above 0; need not sum to 1
    weight: float = 1.0

    @property
    def name(self) -> str:
        """How it is called in what the person reads."""
        return self.source.name if isinstance(self.source, Style) else self.source.stem

    @property
    def method(self) -> Method:
        """What paints it."""
        return self.source.method if isinstance(self.source, Style) else Method.GATYS

    @classmethod
    def parse(cls, text: str) -> "Choice":
        """Read ``wave``, ``a.jpg`` or ``a.jpg:0.6``.

        Raises:
            Complaint: it is neither a style nor a file, or the weight is not above 0.
        """
        name, weight = _split(text)
        if name in STYLES:
            return cls(source=STYLES[name], weight=weight)
        if Path(name).is_file():
            return cls(source=Path(name), weight=weight)
        raise Complaint(f"{name!r} is neither a style nor a picture{_suggestion(name)}")


def method_of(choices: list[Choice], wanted: Method | None) -> Method:
    """Decide how to paint.

    Raises:
        Complaint: the choices do not go together, or not with the wanted method.
    """
    if not 1 <= len(choices) <= MOST:
        raise Complaint(f"one to {MOST} styles, please")
    methods = {choice.method for choice in choices}
    if len(methods) > 1:
        raise Complaint("these styles are painted by different methods and cannot be mixed")
    method = methods.pop()
    if wanted is not None and wanted is not method:
        raise Complaint(f"{choices[0].name} is painted by {method}, not by {wanted}")
    if len(choices) > 1 and method not in {Method.GATYS, Method.MULTISTYLE}:
        raise Complaint(f"{method} paints one style at a time")
    return method


def _split(text: str) -> tuple[str, float]:
    name, colon, last = text.rpartition(":")
    if not colon or Path(text).is_file():
        return text, 1.0
    try:
        weight = float(last)
    except ValueError:
        return text, 1.0
    if not 0 < weight <= 100:
        raise Complaint(f"the weight of {name} must be above 0 and at most 100, not {last}")
    return name, weight


def _suggestion(name: str) -> str:
    near = difflib.get_close_matches(name, STYLES, n=1)
    return f"; did you mean {near[0]!r}?" if near else "; `atelier styles` shows the styles"
