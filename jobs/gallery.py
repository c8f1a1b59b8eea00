"""The operator's own styles: a folder of ``NAME.toml`` beside weights or a picture. No picture is opened.

A worker reads the folder again at every announcement, so that what is dropped in appears without a restart.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from jobs.catalogue import OWN_FAST, STYLES, Lane, Method, Style
from jobs.label import Wrong, read_label, way_of_picture, way_of_weights

WEIGHTS = (".safetensors", ".pth")
PICTURES = (".jpg", ".jpeg", ".png", ".webp")

_NAME = re.compile(r"[a-z0-9_]{1,32}")
#: Names that announcements use for something else.
_TAKEN = frozenset(STYLES) | frozenset(map(str, Method))


@dataclass(frozen=True, kw_only=True)
class Folder:
    """What lies in the folder."""

    styles: tuple[Style, ...] = ()
    #: One line each: which file and field, what is wrong with it and what to do.
    problems: tuple[str, ...] = ()

    @property
    def gallery(self) -> dict[str, Style]:
        """All styles by name: built in, and these with their files."""
        return STYLES | {style.name: style for style in self.styles}

    def find(self, name: str) -> Style | None:
        """The style of this name, with its file."""
        return next((style for style in self.styles if style.name == name), None)


def read_folder(path: Path | None) -> Folder:
    """Read the operator's styles, by name; a bad one is a problem of its own and does not stop the others.

    Args:
        path: the folder; None: there is none.
    """
    if path is None:
        return Folder()
    try:
        files = sorted(file for file in path.iterdir() if not file.name.startswith("."))
    except OSError as error:
        remedy = "make the folder, or correct ATELIER_STYLES_DIR"
        return Folder(problems=(f"{path}: cannot be read ({error.strerror or error}); {remedy}",))
    styles, problems = [], list(_without_label(files))
    for file in files:
        if file.suffix == ".toml":
            try:
                styles.append(_style(file, [other for other in files if other.stem == file.stem]))
            except Wrong as wrong:
                problems.append(str(wrong))
    return Folder(styles=tuple(styles), problems=tuple(problems))


def usable(styles: Iterable[Style], lane: Lane, able: frozenset[str]) -> tuple[Style, ...]:
    """The folder's styles that a worker can paint.

    Args:
        styles: of the folder.
        lane: the worker's.
        able: built-in styles and methods that it can paint.

    Returns:
        In the fast lane nets, and pictures for which it has a method; in the slow lane pictures, by Gatys.
    """

    def methods(style: Style) -> tuple[Method, ...]:
        if lane is Lane.SLOW:
            return (Method.GATYS,)
        return (style.method,) if style.lane is Lane.FAST else OWN_FAST

    def can(style: Style) -> bool:
        if not style.by_picture:
            return lane is style.lane
        return any(method in able for method in methods(style))

    return tuple(style for style in styles if can(style))


def edition(style: Style) -> tuple[int, int]:
    """Tell one state of a style's file from another: what a painter that is kept warm was loaded from.

    Returns:
        Nanoseconds of the last change and bytes; zeros where there is no file.
    """
    try:
        state = style.file.stat() if style.file else None
    except OSError:
        return 0, 0
    return (state.st_mtime_ns, state.st_size) if state else (0, 0)


def _without_label(files: list[Path]) -> Iterator[str]:
    labelled = {file.stem for file in files if file.suffix == ".toml"}
    for file in files:
        if file.suffix.lower() in (*WEIGHTS, *PICTURES) and file.stem not in labelled:
            yield f"{file}: there is no {file.stem}.toml beside it; write one with title and licence"


def _style(label_file: Path, beside: list[Path]) -> Style:
    name = label_file.stem
    if not _NAME.fullmatch(name):
        raise Wrong(f"{label_file}: rename it: a name has 1 to 32 of a-z, 0-9 and _, such as my_style.toml")
    if name in _TAKEN:
        raise Wrong(f"{label_file}: rename it: {name} is built in")
    label = read_label(label_file)
    file = _painted_from(label_file, beside)
    way = way_of_weights if file.suffix.lower() in WEIGHTS else way_of_picture
    method, lane = way(label_file, label)
    return Style(name=name, title=label.title, licence=label.licence, method=method, lane=lane, file=file)


def _painted_from(label_file: Path, beside: list[Path]) -> Path:
    """The weights or the picture beside a label."""
    found = [file for file in beside if file.suffix.lower() in (*WEIGHTS, *PICTURES) and file.is_file()]
    if len(found) == 1:
        return found[0].absolute()
    if found:
        names = ", ".join(file.name for file in found)
        raise Wrong(f"{label_file}: which one is it? Leave one beside it of {names}")
    wanted = ", ".join((*WEIGHTS, *PICTURES))
    raise Wrong(f"{label_file}: put {label_file.stem} with one of {wanted} beside it")
