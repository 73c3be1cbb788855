"""Wagtail's search engines with what they lack for a public portal.

`search.backends.elastic`: goes on without its node and loses nothing.
`search.backends.database`: quick on SQLite, safe against any input on both databases.
"""
