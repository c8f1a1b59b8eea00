"""Some of the sabotages once more, judged by a short run of the chaos: its referee must notice them too."""

from dataclasses import replace

from bench.sabotage.arriving import ARRIVING
from bench.sabotage.records import RECORDS
from bench.sabotage.telling import TELLING

CHAOS = ("tests/whole/test_chaos_small.py",)
#: Something is lost, something is stuck, something is doubled.
NAMES = ("removed before it is handled", "lost leases stay lost", "a new message instead of the edit")

UNDER_FIRE = tuple(
    replace(sabotage, name=f"under fire: {sabotage.name}", tests=CHAOS, alone=True)
    for sabotage in (*ARRIVING, *RECORDS, *TELLING)
    if sabotage.name in NAMES
)
