"""What the operator's styles and the sample photo look like now: what changed gets new contact sheets."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import blake2b
from pathlib import Path

from chat.sample import sample_photo
from jobs.catalogue import Style
from jobs.gallery import edition
from jobs.settings import Settings

State = tuple[int, int]


@dataclass
class Editions:
    """Digests of files, computed again only for files that changed."""

    settings: Settings
    _known: dict[str, tuple[str, State, str]] = field(default_factory=dict)

    def of(self, styles: Iterable[Style]) -> dict[str, str]:
        """Digests by name, of the operator's styles among these; under "" that of the sample photo."""
        return {"": self.of_sample()} | {style.name: self.of_style(style) for style in styles if style.file}

    def of_style(self, style: Style) -> str:
        """Tell one look of a style from another; "" where it is built in."""
        if style.file is None:
            return ""
        return self._of(style.name, style.title, edition(style), style.file)

    def of_sample(self) -> str:
        """Tell one sample photo from another."""
        file = self.settings.sample_photo
        if file is None:
            return self._known.setdefault("", ("", (0, 0), _digest(sample_photo(self.settings))))[2]
        try:
            state = file.stat()
        except OSError:  # said when a sheet is to be made
            return ""
        return self._of("", "", (state.st_mtime_ns, state.st_size), file)

    def _of(self, name: str, title: str, state: State, file: Path) -> str:
        known = self._known.get(name)
        if known is None or known[:2] != (title, state):
            try:
                content = file.read_bytes()
            except OSError:  # gone since: as a style that nobody has
                content = b""
            known = (title, state, _digest(title.encode(), content))
            self._known[name] = known
        return known[2]


def _digest(*parts: bytes) -> str:
    digest = blake2b(digest_size=8)
    for part in parts:
        digest.update(len(part).to_bytes(8) + part)
    return digest.hexdigest()
