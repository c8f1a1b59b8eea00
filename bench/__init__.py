"""Measurements; each script prints its figures and writes them into bench/RESULTS.md."""
