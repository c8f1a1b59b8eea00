"""``python -m tests.deploy.links``: does every relative link in the documentation lead to a file of ours?"""

import re
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

ROOT = Path(__file__).parents[2]
#: These must be there; what lies in docs/ and beside the weights is read as well.
PAGES = ("README.md", "DESIGN.md", "CHANGELOG.md", "SECURITY.md")
FOLDERS = ("docs", "weights/cards")

#: Code, in which nothing is a link: fenced or between back-ticks.
CODE = re.compile(r"^(```|~~~).*?^\1|`[^`\n]+`", re.MULTILINE | re.DOTALL)
#: ``[text](target "title")``, ``[label]: target``, and HTML's src and href.
LINK = re.compile(r'\]\(\s*<?([^)\s>]+)|^\s*\[[^\]]+\]:\s*<?([^\s>]+)|\b(?:src|href)="([^"]+)"', re.MULTILINE)


def broken(root: Path) -> Iterator[str]:
    """Name every link that leads nowhere, with its page."""
    for page in pages(root):
        if not page.is_file():
            yield f"{page.relative_to(root)}: is missing"
            continue
        for target in links(page.read_text()):
            if not _leads_somewhere(page, target, root):
                yield f"{page.relative_to(root)}: {target}"


def pages(root: Path) -> list[Path]:
    """The documentation."""
    return [root / page for page in PAGES] + [
        page for folder in FOLDERS for page in sorted((root / folder).rglob("*.md"))
    ]


def links(text: str) -> list[str]:
    """The relative targets in a page of Markdown."""
    targets = ["".join(groups) for groups in LINK.findall(CODE.sub("", text))]
    return [
        target for target in targets if not urlsplit(target).scheme and not target.startswith(("#", "//"))
    ]


def _leads_somewhere(page: Path, target: str, root: Path) -> bool:
    """A file beside the page; one outside the repository is not there for other people."""
    place = (page.parent / unquote(urlsplit(target).path)).resolve()
    return place.exists() and place.is_relative_to(root.resolve())


def main() -> None:
    """Complain and exit with 1, or say how much is right."""
    wrong = list(broken(ROOT))
    if wrong:
        sys.exit("links that lead nowhere:\n  " + "\n  ".join(wrong))
    print(f"links: {sum(len(links(page.read_text())) for page in pages(ROOT))} lead to files that are there")


if __name__ == "__main__":
    main()
