"""Registers only: what polls add to the admin; a line for each part."""
