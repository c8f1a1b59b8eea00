"""Unpaired image-to-image translation: painters of the fast lane."""
