"""Style by feature statistics: the painters of the slow lane and their one-pass relatives."""
