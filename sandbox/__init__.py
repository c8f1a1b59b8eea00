"""A Bot API on this machine: behaves as Telegram's does, with people who can be driven over HTTP."""
