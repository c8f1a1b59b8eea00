"""Update to job: what people send becomes drafts, cards and jobs."""
