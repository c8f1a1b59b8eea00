"""All sabotages: those that tests must notice, and those that the chaos must notice."""

from bench.sabotage.arriving import ARRIVING
from bench.sabotage.deed import Sabotage
from bench.sabotage.fire import UNDER_FIRE
from bench.sabotage.guarding import GUARDING
from bench.sabotage.painting import PAINTING
from bench.sabotage.records import RECORDS
from bench.sabotage.telling import TELLING

SABOTAGES: tuple[Sabotage, ...] = (*ARRIVING, *RECORDS, *PAINTING, *TELLING, *GUARDING)
ALL = (*SABOTAGES, *UNDER_FIRE)
