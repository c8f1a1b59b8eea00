"""What bot, workers and clerk say to Telegram, and how they share its patience."""

import os

# Asks python-telegram-bot for `retry_after` as a timedelta, its form from the next version on.
os.environ.setdefault("PTB_TIMEDELTA", "true")
