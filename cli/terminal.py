"""What all verbs share: where they write, and how a verb ends when something is wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape

if TYPE_CHECKING:
    from jobs.settings import Settings

OUT = Console(highlight=False, soft_wrap=True)
ERR = Console(stderr=True, highlight=False, soft_wrap=True)


class Complaint(Exception):
    """Raised when a verb cannot go on for a reason that the person can remove; one line."""


@contextmanager
def complaining(*errors: type[Exception]) -> Iterator[None]:
    """End the verb with one line and exit code 1 for a ``Complaint``, an ``OSError`` or one of ``errors``."""
    told: tuple[type[Exception], ...] = (Complaint, OSError, *errors)
    try:
        yield
    except told as error:
        ERR.print(f"[red]✘[/] {escape(_line(error))}")
        raise typer.Exit(1) from error
    except KeyboardInterrupt:
        ERR.print("stopped")
        raise typer.Exit(130) from None


def read_settings() -> "Settings":
    """Read the settings, which a verb does when it needs them and not before.

    Raises:
        Complaint: a field has a wrong value; names the fields, never shows values.
    """
    from jobs.settings import settings

    try:
        return settings()
    except ValidationError as error:
        wrong = ", ".join(f"{_variable(problem['loc'])}: {problem['msg']}" for problem in error.errors())
        raise Complaint(f"wrong setting: {wrong}") from None


def _line(error: Exception) -> str:
    if isinstance(error, OSError) and error.strerror and error.filename:
        return f"{error.filename}: {error.strerror}"
    return str(error)


def _variable(place: tuple[int | str, ...]) -> str:
    return f"ATELIER_{'.'.join(map(str, place)).upper()}"
