"""Training of the small nets that the project ships: ``python -m nst.train``."""
