"""Every sabotage fits the code as it is; a trial tells a test that notices from all else."""

import os
import shutil
import subprocess
import sys
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from redis import Redis

from bench.sabotage.copies import ROOT, end_processes, environment
from bench.sabotage.deed import Edit, Sabotage, Stale
from bench.sabotage.every import ALL, SABOTAGES
from bench.sabotage.trial import Bench

PROMISES = {str(number) for number in range(1, 9)} | {"security"}
#: What stands before a script of these folders' names when Redis reads it.
SHARED = {"inbox_": ("common", "inbox_common"), "": ("common",)}


def fitting(suffix: str) -> dict[str, dict[str, str]]:
    """What files of a kind are after each sabotage that fits the code."""
    found: dict[str, dict[str, str]] = {}
    for sabotage in SABOTAGES:
        with suppress(Stale):
            changed = sabotage.changed(ROOT).items()
            found[sabotage.folder] = {file: text for file, text in changed if file.endswith(suffix)}
    return {name: texts for name, texts in found.items() if texts}


def test_each_sabotage_fits_the_code():
    stale = []
    for sabotage in SABOTAGES:
        try:
            sabotage.changed(ROOT)
        except Stale as why:
            stale.append(str(why))

    assert stale == []


def test_each_has_a_name_of_its_own_and_every_promise_is_broken():
    names = Counter(sabotage.folder for sabotage in ALL)

    assert len(ALL) == len(SABOTAGES) + 3
    assert names.most_common(1)[0][1] == 1
    assert {sabotage.promise for sabotage in SABOTAGES} == PROMISES


def test_the_tests_that_must_notice_are_there():
    named = {test for sabotage in ALL for test in sabotage.tests}
    lost = [test for test in named if not _is_there(*test.partition("::")[::2])]

    assert lost == []


def _is_there(file: str, name: str) -> bool:
    return (ROOT / file).is_file() and f"def {name}" in (ROOT / file).read_text("utf-8")


def test_sabotaged_python_is_python_and_names_only_what_is_there(tmp_path: Path):
    for name, texts in fitting(".py").items():
        for file, text in texts.items():
            (tmp_path / f"{name}-{Path(file).name}").write_text(text, "utf-8")
    command = [sys.executable, "-m", "ruff", "check", "--isolated", "--select", "E9,F821", str(tmp_path)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)

    assert checked.returncode == 0, checked.stdout


def test_sabotaged_scripts_are_read_by_redis(redis: Redis):
    scripts = ROOT / "jobs/scripts"
    for texts in fitting(".lua").values():
        changed = {Path(file).stem: text for file, text in texts.items()}
        for path in scripts.glob("*.lua"):
            shared = next(before for name, before in SHARED.items() if path.name.startswith(name))
            names = [name for name in (*shared, path.stem) if name != path.stem] + [path.stem]
            texts = [changed.get(name) or (scripts / f"{name}.lua").read_text("utf-8") for name in names]

            assert redis.script_load("\n".join(texts))


def test_a_text_that_is_not_there_once_is_stale():
    with pytest.raises(Stale, match="has 2 times"):
        Edit("lamp.py", "on", "off").applied("on and on")
    with pytest.raises(Stale, match="has 0 times"):
        Edit("lamp.py", "on", "off").applied("off")


LAMP = "def shines(switched):\n    return switched\n"
TEST = """
import os, subprocess, sys
from pathlib import Path
import lamp

def test_a_lamp_shines():
    assert lamp.shines(True)

def test_so_does_one_of_another_process():
    code = "import lamp, sys; sys.exit(not lamp.shines(2) == 2)"
    assert subprocess.run([sys.executable, "-c", code], cwd="/").returncode == 0

def test_something_is_left_behind():
    left = subprocess.Popen(["sleep", "300"], start_new_session=True)
    Path(os.environ["LEFT"]).write_text(str(left.pid))
"""


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    """A small tree in which something is there to be broken."""
    bench = Bench(tmp_path)
    shutil.copytree(ROOT / "bench/sabotage", bench.whole / "bench/sabotage")
    (bench.whole / "bench/__init__.py").touch()
    (bench.whole / "lamp.py").write_text(LAMP)
    (bench.whole / "test_lamp.py").write_text(TEST)
    return bench


def breaking(after: str) -> Sabotage:
    edit = Edit("lamp.py", "    return switched\n", after)
    return Sabotage(name="A lamp, broken", promise="1", edits=(edit,), tests=("test_lamp.py",))


@pytest.mark.parametrize(
    ("after", "noticed", "said"),
    [
        ("    return bool(switched)\n", True, "test_lamp.py::test_so_does_one_of_another_process"),
        ("    return dark\n", False, "clumsy: NameError at call of test_lamp.py::test_a_lamp_shines"),
        pytest.param(
            "    return switched  # as before\n", False, "not noticed by 3 tests", marks=pytest.mark.slow
        ),
        pytest.param(
            "    return (\n", False, "clumsy: CollectError at collect of test_lamp.py", marks=pytest.mark.slow
        ),
    ],
    ids=["subtle", "clumsy", "harmless", "broken"],
)
def test_a_sabotage_is_noticed_by_a_test_that_fails_and_by_nothing_else(
    bench: Bench, monkeypatch: pytest.MonkeyPatch, after: str, noticed: bool, said: str
):
    monkeypatch.setenv("LEFT", str(bench.folder / "left"))
    outcome = bench.broken(breaking(after))

    assert (outcome.good, outcome.said) == (noticed, said)
    assert [path.name for path in bench.folder.iterdir() if path.name.startswith("a-lamp")] == []


def test_what_a_trial_left_running_is_ended(bench: Bench, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("LEFT", str(bench.folder / "left"))
    outcome = bench.unbroken(breaking(""))
    left = Path("/proc") / (bench.folder / "left").read_text() / "cmdline"

    assert (outcome.good, outcome.said) == (True, "3 passed")
    assert not (left.exists() and left.read_bytes())  # empty: dead, and not yet collected by its parent


@pytest.mark.slow
def test_tests_that_fail_where_nothing_is_broken_are_no_judges(bench: Bench):
    (bench.whole / "lamp.py").write_text(LAMP.replace("return", "return not"))
    outcome = bench.unbroken(breaking(""))

    assert (outcome.good, outcome.said) == (False, "test_lamp.py::test_a_lamp_shines")


def test_processes_of_a_folder_whose_name_only_begins_so_are_left_alone(tmp_path: Path):
    (tmp_path / "claim-twice").mkdir()
    other = subprocess.Popen(["sleep", "300"], env=os.environ | environment(tmp_path / "claim-twice"))
    try:
        ended = end_processes(tmp_path / "claim")
        lives = other.poll() is None
    finally:
        also = end_processes(tmp_path / "claim-twice")
        other.wait(10)

    assert (ended, lives, also) == (0, True, 1)
