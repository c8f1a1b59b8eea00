"""What must happen without a GPU: deliveries that Telegram put off, and the housekeeping."""
