"""Training, in general."""
