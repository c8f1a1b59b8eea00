"""The ``atelier`` command: painting, looking and checking from a terminal."""
