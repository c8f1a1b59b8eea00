"""``python -m weights``: fetch, list and verify files of weights, and stamp our own after training."""

from weights.app import main

if __name__ == "__main__":
    main()
