"""What a sabotage is: a small change to the code that breaks a promise, and the tests that must notice it."""

import re
from dataclasses import dataclass
from pathlib import Path


class Stale(Exception):
    """The code has changed: a sabotage's text is not there exactly once."""


@dataclass(frozen=True)
class Edit:
    """One text of a file, replaced by another."""

    file: str
    before: str
    after: str

    def applied(self, text: str) -> str:
        """The file's text after the change.

        Raises:
            Stale: the text to be replaced is not there once.
        """
        found = text.count(self.before)
        if found != 1:
            raise Stale(f"{self.file} has {found} times: {self.before!r}")
        return text.replace(self.before, self.after)


@dataclass(frozen=True, kw_only=True)
class Sabotage:
    """A promise broken."""

    name: str
    #: Of the issue "Nothing lost, nothing twice": 1 to 8, or ``security``.
    promise: str
    edits: tuple[Edit, ...]
    #: What is run: files of tests, or single ones of those that take long.
    tests: tuple[str, ...]
    #: The tests are long ones that start many processes: nothing else runs beside them.
    alone: bool = False

    @property
    def folder(self) -> str:
        """The name as one of a folder."""
        return re.sub(r"\W+", "-", self.name).lower()

    def changed(self, root: Path) -> dict[str, str]:
        """The files that it changes, as they are afterwards.

        Raises:
            Stale: it does not fit the code.
        """
        texts: dict[str, str] = {}
        for edit in self.edits:
            text = texts.get(edit.file) or (root / edit.file).read_text("utf-8")
            try:
                texts[edit.file] = edit.applied(text)
            except Stale as why:
                raise Stale(f"{self.name} does not fit the code any more: {why}") from None
        return texts

    def do(self, root: Path) -> None:
        """Change the code there."""
        for file, text in self.changed(root).items():
            (root / file).write_text(text, "utf-8")
