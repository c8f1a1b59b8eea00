"""Stickers, GIFs and short videos: bytes to frames, painted steadily, and back to bytes."""
