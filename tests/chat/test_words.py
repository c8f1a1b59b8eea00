"""The texts as Telegram gets them: its HTML, and none that nobody says."""

import ast
import re
from html.parser import HTMLParser
from importlib.resources import files
from pathlib import Path

import pytest
from fluent.syntax import FluentParser
from fluent.syntax import ast as fluent
from fluent.syntax.visitor import Visitor

from chat import texts
from chat.texts import LANGUAGES, has, say, source
from worker.picture_errors import PictureError

ROOT = Path(__file__).parents[2]
ROOMS = ("bot", "chat", "clerk", "worker")
#: Telegram's longest message, in characters.
LONGEST = 4096
#: What stands beside the calls that let a job fail, and what ``reason`` is set to.
GIVEN = re.compile(r"""(?:TellThePerson|give_up|undeliverable|retry)\b[^)'"\n]*['"](\w+)['"]""")
SET_TO = re.compile(r"""\breason = ['"](\w+)['"](?: if .* else ['"](\w+)['"])?""")


class Variables(Visitor):
    """The names that a text mentions."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def visit_VariableReference(self, node: fluent.VariableReference) -> None:  # noqa: N802 - Fluent's name
        self.names.add(node.id.name)


class Tags(HTMLParser):
    """Telegram's tags, each closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag in ("b", "i", "u", "s", "code", "pre")
        assert not attrs
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def messages(name: str) -> dict[str, set[str]]:
    """Each text's variables."""
    found = {}
    for entry in FluentParser().parse(source(name)).body:
        assert not isinstance(entry, fluent.Junk), entry.content
        if isinstance(entry, fluent.Message):
            assert entry.id.name not in found, f"{entry.id.name} twice"
            mentioned = Variables()
            mentioned.visit(entry)
            found[entry.id.name] = mentioned.names
    return found


def words_in_code() -> set[str]:
    """Every string in the rooms that speak."""
    sources = (path.read_text("utf-8") for room in ROOMS for path in (ROOT / room).rglob("*.py"))
    nodes = (node for source in sources for node in ast.walk(ast.parse(source)))
    return {node.value for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)}


def reasons_in_code() -> set[str]:
    """Why a job can fail."""
    found = {kind.reason for kind in PictureError.__subclasses__()}
    for folder in ("worker", "chat", "jobs"):
        for path in [*(ROOT / folder).rglob("*.py"), *(ROOT / folder).rglob("*.lua")]:
            source = path.read_text("utf-8")
            found |= {*GIVEN.findall(source), *(word for words in SET_TO.findall(source) for word in words)}
    return found - {""}


def test_every_text_is_said_somewhere():
    known = words_in_code()

    assert {
        key for key in messages("en") if key not in known and not key.startswith(("reason-", "title-"))
    } == set()


def test_every_reason_that_a_job_can_fail_for_has_its_text():
    reasons = reasons_in_code()

    assert {"truncated", "out_of_memory", "file_gone", "lost", "deadline", "refused", "broken"} <= reasons
    assert {reason for reason in reasons if not has(f"reason-{reason}")} == set()


@pytest.mark.parametrize("name", LANGUAGES)
def test_every_text_is_html_that_telegram_takes(name: str):
    for key, variables in messages(name).items():
        text = say(name, key, **dict.fromkeys(variables, 3))
        tags = Tags()
        tags.feed(text)

        assert tags.open == []
        assert 0 < len(text) < LONGEST


def test_every_file_of_texts_is_a_language():
    folders = {
        path.name: {file.name for file in path.iterdir()} for path in files(texts).iterdir() if path.is_dir()
    }
    folders.pop("__pycache__", None)

    assert folders.keys() == set(LANGUAGES)
    assert folders["en"] == folders["ru"]
