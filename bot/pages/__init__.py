"""Pages of a person's own, beside cards: the start's menu, settings, the queue, privacy, inline mode."""
