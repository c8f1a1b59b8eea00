"""The Makefile, CI's script and the pre-commit hooks, each as its own program reads it."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from tests.deploy.files import MAKEFILE, ROOT

HOOKS = ROOT / ".pre-commit-config.yaml"

#: A Python of another age, as far as it says.
OLD_PYTHON = """\
#!{python}
import sys
sys.version_info = (3, 10, 14, "final", 0)
exec(sys.argv[2])
"""

#: A project whose long tests fail.
FAILING = """\
check: ; @echo fine
test: ; @echo "===== 12 passed, 3 deselected in 4.56s ====="
test-slow: ; @echo "===== 1 failed, 14 deselected in 9.87s ====="; exit 1
"""


def run(*command: str | Path, folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=60)


def targets() -> dict[str, list[str]]:
    """The Makefile's targets and what each needs first."""
    lines = re.findall(r"^([a-z-]+):((?: [\w./-]+)*)", MAKEFILE.read_text(), re.MULTILINE)
    return {name: needs.split() for name, needs in lines}


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with what the Makefile needs to begin, and nothing installed."""
    shutil.copy(MAKEFILE, tmp_path)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copytree(ROOT / "requirements", tmp_path / "requirements")
    return tmp_path


def test_help_lists_what_a_person_types() -> None:
    seen = run("make", "help", folder=ROOT)

    assert seen.returncode == 0
    for name in ("demo", "run", "check", "test", "test-slow", "test-gpu", "lock", "clean"):
        assert re.search(rf"^  make {name} ", seen.stdout, re.MULTILINE)


def test_an_old_python_is_told_plainly_and_leaves_nothing_behind(clone: Path) -> None:
    old = clone / "old-python"
    old.write_text(OLD_PYTHON.format(python=sys.executable))
    old.chmod(0o755)
    seen = run("make", "demo", f"PYTHON={old}", folder=clone)

    assert seen.returncode != 0
    assert "Atelier needs Python 3.11 or newer, and this is 3.10" in seen.stderr
    assert not (clone / ".venv").exists()


@pytest.mark.parametrize(
    ("target", "lists"), [("demo", "local"), ("run", "local"), ("check", "dev"), ("test", "dev")]
)
def test_a_bare_machine_gets_its_environment_by_hash_first(clone: Path, target: str, lists: str) -> None:
    seen = run("make", "--dry-run", target, folder=clone)

    assert seen.returncode == 0
    made, installed = seen.stdout.index("-m venv .venv"), seen.stdout.index("--require-hashes")
    assert made < installed
    assert f"--requirement requirements/{lists}.txt" in seen.stdout


def test_what_is_installed_is_not_installed_again_until_its_list_changes(clone: Path) -> None:
    lists, stamps = clone / "requirements/local.txt", [clone / ".venv/.made", clone / ".venv/.local"]
    (clone / ".venv").mkdir()
    for stamp in stamps:
        stamp.touch()
    for file, second in {lists: 1, clone / "pyproject.toml": 1, **dict.fromkeys(stamps, 2)}.items():
        os.utime(file, (second, second))
    before = run("make", "--dry-run", "demo", folder=clone)
    os.utime(lists, (3, 3))
    after = run("make", "--dry-run", "demo", folder=clone)

    assert "pip" not in before.stdout
    assert "--requirement requirements/local.txt" in after.stdout


def test_the_demo_is_judged_where_the_judges_are_at_hand(clone: Path) -> None:
    (clone / "atelier").mkdir()
    for file in ("Makefile", "pyproject.toml", "requirements"):
        shutil.move(clone / file, clone / "atelier" / file)
    alone = run("make", "--dry-run", "demo", folder=clone / "atelier")
    judges = ("shared/weights/vgg19/vgg19_features_0_10.pth", "shared/images/paintings/artic_24645.jpg")
    for judge in judges:
        (clone / judge).parent.mkdir(parents=True)
        (clone / judge).touch()
    judged = run("make", "--dry-run", "demo", folder=clone / "atelier")

    assert "--referee" not in alone.stdout
    assert "--wave" not in alone.stdout
    assert f"--referee ../{judges[0]} --wave ../{judges[1]}" in judged.stdout


@pytest.mark.parametrize(
    "file", [MAKEFILE, HOOKS, ROOT / ".ci/run", ROOT / "Dockerfile.gpu"], ids=lambda file: file.name
)
def test_no_file_names_a_package_index_or_a_place_of_this_machine(file: Path) -> None:
    assert not re.search(r"https?://|(?<!--no-emit-)index-url|/work/|/home/|/root/", file.read_text())


def test_ci_shows_the_closing_lines_and_fails_when_tests_fail(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci/run")
    (tmp_path / "Makefile").write_text(FAILING)
    failed = run(tmp_path / ".ci/run", folder=tmp_path)
    (tmp_path / "Makefile").write_text(FAILING.replace("1 failed", "1 passed").replace("; exit 1", ""))
    passed = run(tmp_path / ".ci/run", folder=tmp_path)

    assert failed.returncode == 1
    assert failed.stdout.endswith(
        "make test: ===== 12 passed, 3 deselected in 4.56s =====\n"
        "make test-slow: ===== 1 failed, 14 deselected in 9.87s =====\n"
        "failed: test-slow\n"
    )
    assert passed.returncode == 0


def test_ci_fails_when_a_check_fails_or_tests_do_not_come_to_an_end(tmp_path: Path) -> None:
    (tmp_path / ".ci").mkdir()
    shutil.copy(ROOT / ".ci/run", tmp_path / ".ci/run")
    (tmp_path / "Makefile").write_text(
        "check test: ; @exit 1\ntest-slow: ; @echo '== 1 passed in 0.10s =='\n"
    )
    seen = run(tmp_path / ".ci/run", folder=tmp_path)

    assert seen.returncode == 1
    assert "make test: did not come to an end\n" in seen.stdout
    assert seen.stdout.endswith("failed: check test\n")


def test_the_hooks_are_the_checks() -> None:
    (local,) = yaml.safe_load(HOOKS.read_text())["repos"]

    assert local["repo"] == "local"
    assert [hook["entry"] for hook in local["hooks"]] == [f"make {name}" for name in targets()["check"]]
    assert {hook["language"] for hook in local["hooks"]} == {"system"}


def test_pre_commit_can_read_its_hooks() -> None:
    assert run(sys.executable, "-m", "pre_commit", "validate-config", HOOKS, folder=ROOT).returncode == 0
