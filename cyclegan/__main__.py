"""``python -m cyclegan``: the ``atelier`` command, under the name that people look for."""

import runpy

if __name__ == "__main__":
    # By name, not by import: the models stand below the command line and know nothing of it.
    runpy.run_module("cli", run_name="__main__")
