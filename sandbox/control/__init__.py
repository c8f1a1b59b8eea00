"""The people's side: what persons do and see, over HTTP and without a token."""
