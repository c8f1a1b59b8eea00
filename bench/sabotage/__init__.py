"""Each promise is broken in a copy of the code, and some test must notice: ``python -m bench.sabotage``."""
