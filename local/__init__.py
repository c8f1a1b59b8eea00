"""One machine without containers: its own Redis, free ports, and every process of the Procfile."""
