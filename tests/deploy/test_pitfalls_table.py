"""``docs/pitfalls.md``: every row says something and names tests that there are, and no line was left out."""

import re
from itertools import zip_longest
from pathlib import Path

import pytest

from tests.conftest import SHARED
from tests.deploy.links import ROOT

PAGE = ROOT / "docs" / "pitfalls.md"
TEST = re.compile(r"\[(test_\w+)::(test_\w+)\]\(([^)]+)\)")
CONVERSATION = SHARED / "conversation.md"


def rows(text: str) -> list[list[str]]:
    """The cells of each row of the table, without its head."""
    lines = [line for line in text.splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]


def missing(cell: str, folder: Path) -> list[str]:
    """What is wrong with the tests that a cell names: nothing, where each of them is there to be run."""
    found = TEST.findall(cell)
    if not found or TEST.sub("", cell).strip(" ,"):
        return [f"no test, or more than tests: {cell}"]
    return [f"{file}::{name}" for file, name, link in found if not _is_there(folder / link, file, name)]


def _is_there(path: Path, file: str, name: str) -> bool:
    defined = re.compile(rf"^(async )?def {name}\(", re.MULTILINE)
    return path.stem == file and path.is_file() and bool(defined.search(path.read_text()))


def words(text: str) -> set[str]:
    """What two ways of saying the same have in common."""
    return set(re.findall(r"[\w%×]{3,}", text.casefold())) - {"the", "one", "that", "with"}


def test_every_row_is_whole() -> None:
    assert [row for row in rows(PAGE.read_text()) if len(row) != 4 or not all(row)] == []


@pytest.mark.parametrize("row", rows(PAGE.read_text()), ids=lambda row: row[0])
def test_every_row_names_tests_that_there_are(row: list[str]) -> None:
    assert missing(row[-1], PAGE.parent) == []


@pytest.mark.parametrize(
    "cell",
    [
        "",
        "somebody has looked",
        "[test_links::test_gone](../tests/deploy/test_links.py)",
        "[test_gone::test_our_readme_has_links](../tests/deploy/test_links.py)",
        "[test_links::test_our_readme_has_links](../tests/deploy/gone/test_links.py)",
    ],
)
def test_a_test_that_is_not_there_is_found(cell: str) -> None:
    right = "[test_links::test_our_readme_has_links](../tests/deploy/test_links.py)"

    assert missing(right, PAGE.parent) == []
    assert missing(cell, PAGE.parent) != []


@pytest.mark.skipif(not CONVERSATION.is_file(), reason="the specification is not beside the repository")
def test_every_line_of_the_specification_has_its_row_in_the_same_order() -> None:
    listed = CONVERSATION.read_text().partition("## Each of these broke")[2].partition("\n")[2]
    lines = [line.strip(" .\n") for line in listed.split(" · ")]
    told = [row[0] for row in rows(PAGE.read_text())]
    apart = [pair for pair in zip_longest(lines, told, fillvalue="") if not words(pair[0]) & words(pair[1])]

    assert len(lines) > 15
    assert apart == []
