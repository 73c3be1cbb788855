"""Polls: one ballot a person, secret, with a count that anybody can check (docs/polls.md)."""
