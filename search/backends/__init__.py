"""The searches of Wagtail's admin, over the same documents as the site's.

`admin` is what WAGTAILSEARCH_BACKENDS names. Nothing writes to an index here: `search.indexing` does.
"""
