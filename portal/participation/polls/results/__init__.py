"""Counting, sealing, publishing the count."""
