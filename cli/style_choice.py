"""What ``--style`` says: a gallery style's name or a picture, with a weight."""

import difflib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cli.terminal import Complaint
from jobs.catalogue import BY_PICTURE, STYLES, Method, Style

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
        """What paints it where nothing else is asked for."""
        return self.source.method if isinstance(self.source, Style) else Method.GATYS

    @property
    def is_picture(self) -> bool:
        """Is it something to look at, and not in the weights of a net?"""
        return isinstance(self.source, Path) or self.source.by_picture

    @classmethod
    def parse(cls, text: str, styles: Mapping[str, Style] = STYLES) -> "Choice":
        """Read ``wave``, ``a.jpg`` or ``a.jpg:0.6``.

        Args:
            text: as typed.
            styles: the gallery by name.

        Raises:
            Complaint: it is neither a style nor a file, or the weight is not above 0.
        """
        name, weight = _split(text)
        if name in styles:
            return cls(source=styles[name], weight=weight)
        if Path(name).is_file():
            return cls(source=Path(name), weight=weight)
        raise Complaint(f"{name!r} is neither a style nor a picture{_suggestion(name, styles)}")


def method_of(choices: list[Choice], wanted: Method | None) -> Method:
    """Decide how to paint.

    Raises:
        Complaint: the choices do not go together, or not with the wanted method.
    """
    if not 1 <= len(choices) <= MOST:
        raise Complaint(f"one to {MOST} styles, please")
    pictures = {choice.is_picture for choice in choices}
    if len(pictures) > 1:
        raise Complaint("a net's style and a picture are painted by different methods and cannot be mixed")
    return _by_picture(choices, wanted) if pictures.pop() else _by_net(choices, wanted)


def _by_picture(choices: list[Choice], wanted: Method | None) -> Method:
    if wanted is None:
        methods = {choice.method for choice in choices}
        return methods.pop() if len(methods) == 1 else Method.GATYS
    if wanted not in {*BY_PICTURE, Method.MUNIT}:
        raise Complaint(f"{wanted} has its styles in its weights and looks at no pictures")
    return wanted


def _by_net(choices: list[Choice], wanted: Method | None) -> Method:
    methods = {choice.method for choice in choices}
    if len(methods) > 1:
        raise Complaint("these styles are painted by different methods and cannot be mixed")
    method = methods.pop()
    if wanted is not None and wanted is not method:
        raise Complaint(f"{choices[0].name} is painted by {method}, not by {wanted}")
    if len(choices) > 1 and method is not Method.MULTISTYLE:
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


def _suggestion(name: str, styles: Mapping[str, Style]) -> str:
    near = difflib.get_close_matches(name, styles, n=1)
    return f"; did you mean {near[0]!r}?" if near else "; `atelier styles` shows the styles"
