"""Tests: one folder per room, and ``whole`` for the service as a person meets it."""
