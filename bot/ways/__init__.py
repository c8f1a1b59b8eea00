"""The ways in: what people send, write and look at becomes a card, a style on one, or a hint."""
