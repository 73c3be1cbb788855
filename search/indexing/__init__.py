"""From things to documents: what changed is marked, read again, analysed, written.

`marks` keeps what changed, `drain` works it off, `writing` puts documents, vocabulary and the
database's own index into one transaction, `lease` lets one process write at a time.
"""

from search.indexing.writing import index_things, write_items

__all__ = ["index_things", "write_items"]
