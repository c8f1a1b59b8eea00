"""What stops a training that its user can mend."""


class TrainingError(ValueError):
    """Raised when a training cannot begin or go on as asked; the message says what is wrong, and where."""
