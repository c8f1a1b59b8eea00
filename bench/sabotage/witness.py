"""A pytest plugin that writes down what the tests of a copy say, and whose code they ran.

``python -m pytest -p bench.sabotage.witness --witness FILE``; the copy is the folder that pytest runs in.
"""

import sys
from pathlib import Path
from types import ModuleType

import pytest
from pydantic import BaseModel

#: Rooms that are installed in the virtual environment from where the copy was taken.
ROOMS = frozenset(
    {"bench", "bot", "chat", "clerk", "jobs", "local", "painting", "sandbox", "tests", "worker"}
)


class Testimony(BaseModel):
    """What was seen."""

    #: Tests that passed.
    passed: int = 0
    #: The first test that did not, when (setup, call or teardown), and with which kind of error.
    failed: str = ""
    when: str = ""
    error: str = ""
    #: Modules of ours that were not imported from the copy.
    foreign: list[str] = []

    __test__ = False


class Witness:
    """Watches one session."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._seen = Testimony()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count what passes; note what fails without an error, as an expected failure that is none does."""
        self._seen.passed += report.when == "call" and report.passed
        if report.failed and not self._seen.failed:
            self._seen.failed, self._seen.when = report.nodeid, report.when

    def pytest_exception_interact(
        self,
        node: pytest.Item | pytest.Collector,
        call: "pytest.CallInfo[object]",
        report: pytest.CollectReport | pytest.TestReport,
    ) -> None:
        """Note the first error."""
        if not self._seen.error and call.excinfo is not None:
            self._seen.failed, self._seen.when = node.nodeid, report.when or ""
            self._seen.error = call.excinfo.typename

    def pytest_sessionfinish(self) -> None:
        """Write it down."""
        self._seen.foreign = sorted(name for name, module in sys.modules.items() if _foreign(module, name))
        self._file.write_text(self._seen.model_dump_json(), "utf-8")


def _foreign(module: ModuleType, name: str) -> bool:
    file = getattr(module, "__file__", None)
    return name.partition(".")[0] in ROOMS and not (file and Path(file).is_relative_to(Path.cwd()))


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say where to write."""
    parser.addoption("--witness", type=Path, required=True)


def pytest_configure(config: pytest.Config) -> None:
    """Begin to watch."""
    config.pluginmanager.register(Witness(config.getoption("--witness")), "witness-of-sabotage")
