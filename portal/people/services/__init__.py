"""Every write of this room: typed, keyword-only, one transaction, logged."""
