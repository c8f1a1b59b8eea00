"""The walls between the rooms stand, and a breach is noticed."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
ROOMS = (
    "bot", "chat", "clerk", "cli", "cyclegan", "jobs", "local", "nst", "painting", "sandbox", "training",
    "weights", "worker",
)  # fmt: skip


def lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).parent / "lint-imports"
    return subprocess.run(
        [program, "--no-cache"], cwd=folder, capture_output=True, text=True, timeout=100, check=False
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The code in another folder."""
    for room in ROOMS:
        shutil.copytree(ROOT / room, tmp_path / room, ignore=shutil.ignore_patterns("__pycache__", "files"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_walls_stand():
    result = lint(ROOT)

    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("file", "line"),
    [
        ("bot/cards.py", "import torch"),
        ("clerk/paint.py", "import worker.painters"),
        ("nst/notify.py", "import chat.status"),
        ("jobs/inbox.py", "import telegram"),
        ("painting/more.py", "import nst.johnson"),
        ("training/more.py", "import cyclegan.generator"),
        ("sandbox/peek.py", "import jobs.store"),
    ],
)
def test_a_forbidden_import_is_noticed(copy: Path, file: str, line: str):
    (copy / file).write_text(f'"""A breach."""\n\n{line}\n')

    assert lint(copy).returncode == 1


@pytest.mark.parametrize("module", ["bot.app", "clerk.tasks", "worker.tasks"])
def test_torch_numpy_and_pillow_stay_out_of(module: str):
    code = f"import sys, {module}; print(*({{'torch', 'numpy', 'PIL'}} & set(sys.modules)))"
    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=60, check=True
    )

    assert found.stdout.split() == []
