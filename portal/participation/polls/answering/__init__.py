"""Answering a poll: forms, guests, receipts."""
