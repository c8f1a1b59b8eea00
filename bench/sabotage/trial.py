"""Tests against a copy of the code, whole or broken, and what follows from what they say."""

import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

from bench.sabotage.copies import end_processes, environment, files_of
from bench.sabotage.deed import Sabotage, Stale
from bench.sabotage.witness import Testimony

#: Seconds for one test, and for all tests of a trial.
ONE_TEST, LIMIT = 60, 320
#: What pytest prints, and how much of it is told of a sabotage that was missed.
LOG, MOST_LINES = "pytest.log", 40
#: Errors by which broken code shows itself to whoever runs it at all: no test is needed to notice these.
CLUMSY = frozenset(
    {"ImportError", "IndentationError", "ModuleNotFoundError", "NameError", "ResponseError", "SyntaxError"}
)
#: What pytest answers where some test failed, and where all went well.
FAILED, PASSED = 1, 0


class Untried(Exception):
    """A trial said nothing: its tests did not run as they should."""


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What came of a trial."""

    #: The tests noticed, or, of a whole copy, passed.
    good: bool
    #: The first test that failed, or what is wrong.
    said: str
    seconds: float
    #: The last that pytest printed.
    story: str = ""


@dataclass(frozen=True)
class Bench:
    """A folder with the copy as it is, in which trials are made.

    Args:
        folder: nothing else lies there.
    """

    folder: Path

    @property
    def whole(self) -> Path:
        """The copy that is not touched."""
        return self.folder / "whole"

    def unbroken(self, sabotage: Sabotage) -> Outcome:
        """Run the tests of a sabotage where nothing is broken: they must pass."""
        return self._tried(f"unbroken-{sabotage.folder}", sabotage, do=False)

    def broken(self, sabotage: Sabotage) -> Outcome:
        """Break a promise and run the tests that must notice."""
        return self._tried(sabotage.folder, sabotage, do=True)

    def _tried(self, name: str, sabotage: Sabotage, *, do: bool) -> Outcome:
        copy, began = self.folder / name, monotonic()
        try:
            shutil.copytree(self.whole, copy)
            if do:
                sabotage.do(copy)
            code, seen = _run(copy, sabotage)
            good, said = _noticed(code, seen) if do else _passed(code, seen)
        except (Stale, Untried) as why:
            good, said = False, str(why)
        finally:
            end_processes(copy)
            story = _printed(copy)
            for folder in (copy, files_of(copy)):
                shutil.rmtree(folder, ignore_errors=True)
        return Outcome(good=good, said=said, seconds=monotonic() - began, story=story)


def _run(copy: Path, sabotage: Sabotage) -> tuple[int, Testimony]:
    around, file = environment(copy), files_of(copy) / "testimony.json"
    marked = "not gpu" if sabotage.alone else "not gpu and not slow"
    options = ["-x", "-q", "-p", "no:cacheprovider", "-o", f"timeout={ONE_TEST}", "-m", marked]
    witness = ["-p", "bench.sabotage.witness", "--witness", str(file)]
    command = [sys.executable, "-m", "pytest", *options, *witness, *sabotage.tests]
    with (files_of(copy) / LOG).open("wb") as lines:
        process = subprocess.Popen(
            command, cwd=copy, env=around, stdout=lines, stderr=lines, start_new_session=True
        )
        try:
            code = process.wait(LIMIT)
        except subprocess.TimeoutExpired:
            raise Untried(f"not through after {LIMIT} s") from None
        finally:
            process.kill()
            process.wait()
    if not file.exists():
        raise Untried(f"pytest ended with {code} before the first test")
    return code, Testimony.model_validate_json(file.read_text("utf-8"))


def _printed(copy: Path) -> str:
    """The end of what pytest printed."""
    log = files_of(copy) / LOG
    lines = log.read_text("utf-8", "replace").splitlines() if log.exists() else []
    return "\n".join(lines[-MOST_LINES:])


def _passed(code: int, seen: Testimony) -> tuple[bool, str]:
    _check(seen)
    if code != PASSED or not seen.passed:
        return False, seen.failed or f"pytest ended with {code}, {seen.passed} passed"
    return True, f"{seen.passed} passed"


def _noticed(code: int, seen: Testimony) -> tuple[bool, str]:
    _check(seen)
    if code == PASSED:
        return False, f"not noticed by {seen.passed} tests"
    if code != FAILED or seen.when != "call" or seen.error in CLUMSY:
        return False, f"clumsy: {seen.error} at {seen.when or 'collection'} of {seen.failed}"
    return True, seen.failed


def _check(seen: Testimony) -> None:
    if seen.foreign:
        raise Untried(f"not the copy's: {', '.join(seen.foreign[:3])}")
