"""What every training run shares: its loop, its pictures, its checkpoints, logs and previews."""
