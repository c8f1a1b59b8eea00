"""Training of a pair of generators from two folders of pictures: ``python -m cyclegan.train``."""
