"""What is the operator's: figures, bans, broadcasts, and the menu of commands."""
