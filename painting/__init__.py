"""What every painter shares: the wish and its checks, borders, colours, sizes, and layers for any size.

A painter is anything with ``paint(wish, progress) -> Picture``; pictures are NumPy arrays, so that a painter
may compute with whatever it likes and a worker without PyTorch is possible.
"""
