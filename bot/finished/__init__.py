"""What can be done with a job: end it, order it again in another way, look at it later, delete it."""
