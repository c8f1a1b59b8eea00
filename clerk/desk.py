"""What a clerk process keeps for its life: its connections."""

from dataclasses import dataclass
from functools import cache

from chat.bot_api import BotThread, bot
from chat.deliver import Delivery
from jobs.estimates import Estimates
from jobs.redis import connect
from jobs.results import Results
from jobs.settings import Settings, settings
from jobs.store import Store


@dataclass(frozen=True)
class Desk:
    """Store, results, Telegram."""

    settings: Settings
    store: Store
    results: Results
    thread: BotThread
    delivery: Delivery
    estimates: Estimates


@cache
def desk() -> Desk:
    """The desk of this process."""
    store = Store(connect(str(settings().redis_url)))
    results = Results(settings().results_url)
    thread = BotThread(bot(settings(), store.redis))
    delivery = Delivery(thread.bot, store, results)
    return Desk(settings(), store, results, thread, delivery, Estimates(store.redis))
