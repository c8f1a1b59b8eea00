"""The documentation's links, and the check that finds those that lead nowhere."""

from pathlib import Path

import pytest

from tests.deploy.links import PAGES, ROOT, broken, links


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A documentation without a fault."""
    root = tmp_path / "book"
    (root / "docs").mkdir(parents=True)
    for page in PAGES:
        (root / page).write_text("# A page\n")
    (root / "docs/more.md").write_text("[back](../README.md#a-page)\n")
    return root


def test_every_link_of_ours_leads_somewhere() -> None:
    assert list(broken(ROOT)) == []


def test_our_readme_has_links() -> None:
    assert links((ROOT / "README.md").read_text())


@pytest.mark.parametrize(
    "line",
    [
        "[text](gone.md)",
        '![picture](gone.md "title")',
        "[label]: gone.md",
        '<img src="gone.md">',
        "[section](gone.md#part)",
    ],
)
def test_a_link_that_leads_nowhere_is_found(book: Path, line: str) -> None:
    (book / "README.md").write_text(f"# A page\n\n{line}\n")

    (complaint,) = broken(book)
    assert complaint.startswith("README.md: gone.md")


def test_a_page_below_docs_is_read_and_its_links_start_there(book: Path) -> None:
    (book / "docs/more.md").write_text("[wrong](README.md) [right](../README.md)\n")

    assert list(broken(book)) == ["docs/more.md: README.md"]


def test_a_file_outside_the_repository_is_not_there_for_other_people(book: Path) -> None:
    (book.parent / "outside.md").write_text("")
    (book / "README.md").write_text("[out](../outside.md)\n")

    assert list(broken(book)) == ["README.md: ../outside.md"]


def test_a_missing_page_is_told(book: Path) -> None:
    (book / "DESIGN.md").unlink()

    assert list(broken(book)) == ["DESIGN.md: is missing"]


@pytest.mark.parametrize(
    "line",
    ["[web](https://example.org/gone.md)", "[here](#part)", "`[code](gone.md)`", "```\n[code](gone.md)\n```"],
)
def test_what_is_no_link_to_a_file_is_left_alone(book: Path, line: str) -> None:
    (book / "README.md").write_text(f"# A page\n\n{line}\n")

    assert list(broken(book)) == []
