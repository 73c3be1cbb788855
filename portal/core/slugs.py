"""Addresses from titles, and the addresses that are taken."""

from portal.core.ukrainian.transliteration import slugify

__all__ = ["slug_for"]


def slug_for(text: str, *, max_length: int = 80) -> str:
    """An address key in Latin letters by the official transliteration; `storinka` when nothing is left."""
    return slugify(text, max_length=max_length) or "storinka"
