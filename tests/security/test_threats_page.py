"""``docs/threats.md`` says what is stored: a key that is new must be said there too."""

import re

from jobs import keys
from tests.security.deployment import ROOT
from tests.security.rights import prefixes_in, scripts, spelled

PAGE = (ROOT / "docs" / "threats.md").read_text()
TOLD = set(re.findall(r"`([a-z]+:?)(?:id)?`", PAGE))


def test_every_key_is_on_the_page() -> None:
    beginnings = {key.partition(":")[0] + (":" if ":" in key else "") for key in spelled().values()}

    assert keys.DUE in beginnings
    assert beginnings <= TOLD


def test_every_key_that_scripts_spell_is_on_the_page() -> None:
    beginnings = set().union(*map(prefixes_in, scripts().values()))

    assert "queue:" in beginnings
    assert beginnings <= TOLD


def test_the_times_on_the_page_are_those_in_the_code() -> None:
    assert keys.RECORD_TTL == keys.INBOX_TTL == 48 * keys.HOUR
    assert keys.DRAFT_TTL == 24 * keys.HOUR
    assert keys.PRESENCE == 15
    assert re.search(r"\| `job:` .* \| 48 h after", PAGE)
    assert re.search(r"\| `draft:` .* \| 24 h \|", PAGE)
