"""The card: what is chosen on it, the pages it shows, and how it becomes a job."""
