"""Inline queries: what people typed after the bot's name, and what the bot answered."""

import secrets
import time
from dataclasses import dataclass, field

from sandbox.errors import BadRequest
from sandbox.media import Media
from sandbox.people import Json, Person
from sandbox.texts import Text

#: Queries that can be asked for; the oldest go.
MAX_QUERIES = 10_000


@dataclass(frozen=True, kw_only=True)
class Result:
    """One result, ready to be sent."""

    id: str
    #: The Bot API's ``type``: ``photo``, ``document``, ``mpeg4_gif``, ``sticker``, ``article`` and others.
    kind: str
    title: str | None
    description: str | None
    media: Media | None
    text: Text
    markup: Json | None


@dataclass(frozen=True, kw_only=True)
class Results:
    """What the bot answered to a query."""

    results: tuple[Result, ...]
    next_offset: str
    #: Only for the person who asked; others ask the bot anew.
    personal: bool
    #: Seconds that the same query is not asked again.
    cache_time: float
    #: Text and start parameter of the button above the results.
    button: Json | None


@dataclass(kw_only=True)
class Query:
    """One inline query."""

    id: str
    person: Person
    text: str
    offset: str
    #: ``sender`` is the private chat with the bot.
    chat_type: str
    #: Seconds of a clock that only goes forward.
    at: float
    answer: Results | None = field(default=None, repr=False)

    def as_api(self) -> Json:
        """Return the Bot API's ``InlineQuery`` object."""
        return {
            "id": self.id,
            "from": self.person.as_api(),
            "query": self.text,
            "offset": self.offset,
            "chat_type": self.chat_type,
        }


class Queries:
    """Remembers queries, and answers for as long as the bot allowed.

    Args:
        lifetime: seconds in which a query can be answered.
    """

    def __init__(self, lifetime: float) -> None:
        self._lifetime = lifetime
        self._queries: dict[str, Query] = {}
        self._cached: dict[tuple[int | None, str, str], tuple[float, Results]] = {}

    def add(self, person: Person, text: str, offset: str, chat_type: str) -> Query:
        """Remember a new query; it has its answer already where the same was answered before."""
        query = Query(
            id=str(secrets.randbits(62)),
            person=person,
            text=text,
            offset=offset,
            chat_type=chat_type,
            at=time.monotonic(),
        )
        query.answer = self._known(query)
        self._queries[query.id] = query
        if len(self._queries) > MAX_QUERIES:
            del self._queries[next(iter(self._queries))]
        return query

    def find(self, query_id: str) -> Query | None:
        """Return a query, or None where there is none of this id."""
        return self._queries.get(query_id)

    def open(self, query_id: str) -> Query:
        """Return a query that can be answered: once and in time.

        Raises:
            BadRequest: too late, answered before, or never asked.
        """
        query = self.find(query_id)
        if query is None or query.answer is not None or time.monotonic() - query.at > self._lifetime:
            raise BadRequest("query is too old and response timeout expired or query ID is invalid")
        return query

    def answer(self, query: Query, results: Results) -> None:
        """Keep the answer, for the person alone or for all who ask the same."""
        query.answer = results
        person = query.person.id if results.personal else None
        until = time.monotonic() + results.cache_time
        self._cached[(person, query.text, query.offset)] = (until, results)

    def _known(self, query: Query) -> Results | None:
        for person in (query.person.id, None):
            until, results = self._cached.get((person, query.text, query.offset), (0.0, None))
            if results is not None and until > time.monotonic():
                return results
        return None
