"""Comments on pages and rows of other rooms: one discussion for all languages of a thing.

django-comments-xtd gives the base table of a comment and nothing else: its arithmetic, views,
addresses and tokens are unsafe or slow (docs/decisions.md, «Comments»).
"""
