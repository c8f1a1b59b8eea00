"""What people run before any of our code does: the Makefile, CI, compose, the images, ``.env.example``."""
