"""``NAME.toml`` beside one of the operator's own styles: what it is called and what paints it."""

import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from jobs.catalogue import BY_PICTURE, OWN_FAST, Lane, Method

#: What paints weights of the operator's own.
NETS = (Method.JOHNSON, Method.CYCLEGAN)
#: What paints by a style picture, where only the lane is told.
BY_LANE = {Lane.SLOW: Method.GATYS, Lane.FAST: OWN_FAST[0]}
#: Bytes of a label; a file that is larger is something else.
MOST_BYTES = 16_384
#: One line that is not blank.
_LINE = r"^[^\x00-\x1f\x7f]*[^\x00-\x20\x7f][^\x00-\x1f\x7f]*$"


class Wrong(Exception):
    """A style of the folder cannot be used; the message names the file and the field, and says what to do."""


class Label(BaseModel):
    """What ``NAME.toml`` says."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    #: Shown on buttons: one line.
    title: str = Field(min_length=1, max_length=40, pattern=_LINE)
    licence: str = Field(min_length=1, max_length=64, pattern=_LINE)
    #: None: it follows from the method or the kind of file.
    lane: Lane | None = None
    #: Needed for weights, which do not say whose they are; for a picture it follows from the lane.
    method: Method | None = None


def read_label(file: Path) -> Label:
    """Read a label.

    Raises:
        Wrong: it is none, or a field is wrong; all of them are told.
    """
    try:
        with file.open("rb") as opened:
            content = opened.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise Wrong(f"{file}: larger than {MOST_BYTES} bytes; it holds title, licence, lane and method")
        return Label.model_validate(tomllib.loads(content.decode("utf-8-sig")))
    except OSError as error:
        raise Wrong(f"{file}: cannot be read ({error.strerror or error}); let the worker read it") from error
    except ValidationError as error:
        raise Wrong("; ".join(_told(file, dict(problem)) for problem in error.errors())) from error
    except (ValueError, RecursionError) as error:
        raise Wrong(f'{file}: not TOML in UTF-8 ({error}); lines such as title = "My style"') from error


def _told(file: Path, problem: dict[str, Any]) -> str:
    """Say what is wrong with one field."""
    field, kind = ".".join(map(str, problem["loc"])), problem["type"]
    if kind == "extra_forbidden":
        return f"{file}: {field}: unknown; the fields are {', '.join(Label.model_fields)}"
    if kind == "missing":
        return f'{file}: {field}: missing; add {field} = "…"'
    if kind in ("enum", "string_type"):
        return f"{file}: {field}: {problem['msg'][0].lower()}{problem['msg'][1:]}"
    return f"{file}: {field}: one line of 1 to {40 if field == 'title' else 64} characters, please"


def way_of_picture(file: Path, label: Label) -> tuple[Method, Lane]:
    """Say what paints by the picture beside a label; raises :class:`Wrong`."""
    method = label.method or BY_LANE[label.lane or Lane.SLOW]
    if method not in BY_PICTURE:
        raise Wrong(
            f"{file}: method: {method} does not paint by a picture; one of {_listed(BY_PICTURE)} does"
        )
    lane = Lane.SLOW if method is Method.GATYS else Lane.FAST
    if label.lane not in (None, lane):
        raise Wrong(f"{file}: lane: {method} paints in {lane}; leave out lane or method")
    return method, lane


def way_of_weights(file: Path, label: Label) -> tuple[Method, Lane]:
    """Say whose the weights beside a label are; raises :class:`Wrong`."""
    if label.method not in NETS:
        raise Wrong(f"{file}: method: say whose weights they are: one of {_listed(NETS)}")
    if label.lane is Lane.SLOW:
        raise Wrong(f"{file}: lane: a net paints in {Lane.FAST}; leave it out")
    return label.method, Lane.FAST


def _listed(methods: Iterable[Method]) -> str:
    return ", ".join(sorted(methods))
