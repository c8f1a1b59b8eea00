"""Paying as a person does it: press, wait for the bot's word, and see whether it went well."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sandbox.client import Client


@dataclass(frozen=True, kw_only=True)
class Payment:
    """How a payment stood when it was looked at."""

    id: str
    #: ``waiting``, ``paid``, ``failed`` or ``refunded``.
    state: str
    #: Why it failed.
    error: str | None
    #: Stars.
    amount: int
    charge_id: str | None
    client: Client = field(repr=False, compare=False)

    def again(self) -> Payment:
        """Return how it stands now."""
        return payment(self.client, self.client.get(f"payments/{self.id}").json())


def payment(client: Client, view: dict[str, Any]) -> Payment:
    """Return the payment that the people's side shows as ``view``."""
    return Payment(**view, client=client)
