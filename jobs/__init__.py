"""The contract between bot, workers and clerk: what a job is, where its record lives, how it is queued."""
