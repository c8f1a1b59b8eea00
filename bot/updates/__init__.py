"""From Telegram to a handler: updates come in, are kept, and are handled one after the other in each chat."""
