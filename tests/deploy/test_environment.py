"""``.env.example`` says what the settings class says, and can be used as it stands."""

import os
import re
from pathlib import Path

import pytest
from pydantic import SecretStr

from cli.environment import COMPOSE, example
from jobs.settings import Settings
from tests.deploy.files import ROOT

EXAMPLE = (ROOT / ".env.example").read_text()


@pytest.fixture(autouse=True)
def no_settings_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("ATELIER_")]:
        monkeypatch.delenv(name)


def test_the_example_is_what_the_settings_class_says() -> None:
    assert example() == EXAMPLE, "run `make env-example`"


def test_every_setting_is_there_once_under_a_line_that_explains_it() -> None:
    shown = re.findall(r"^# (.+)\n#?(\w+)=", EXAMPLE, re.MULTILINE)
    expected = [f"ATELIER_{name.upper()}" for name in Settings.model_fields] + list(COMPOSE)

    assert [variable for _, variable in shown] == expected
    assert all(meaning != "None" for meaning, _ in shown)


def test_the_defaults_shown_are_the_defaults(tmp_path: Path) -> None:
    (tmp_path / "shown").write_text(EXAMPLE.replace("\n#ATELIER_", "\nATELIER_"))
    shown = Settings(_env_file=tmp_path / "shown")

    assert shown == Settings(_env_file=None)
    assert (tmp_path / "shown").read_text().count("\nATELIER_") == len(Settings.model_fields)


def test_a_changed_line_is_read(tmp_path: Path) -> None:
    (tmp_path / "changed").write_text(EXAMPLE.replace("#ATELIER_GATYS_SIDE=640", "ATELIER_GATYS_SIDE=320"))

    assert Settings(_env_file=tmp_path / "changed").gatys_side == 320


def test_secrets_are_empty() -> None:
    secrets = [name for name, field in Settings.model_fields.items() if field.annotation is SecretStr]
    lines = [f"ATELIER_{name.upper()}=" for name in secrets] + [f"{name}=" for name in COMPOSE]

    assert len(lines) > len(COMPOSE)
    assert set(lines) <= set(EXAMPLE.splitlines())
