"""Writes of the editorial pages."""
