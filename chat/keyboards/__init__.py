"""Which buttons stand under which message: cards, jobs, and what belongs to a person."""
