"""Whole pages kept in front of Django (docs/performance.md says how and why).

`stamp` is the content version and `receivers` what raises it; `rules` says which requests may be
answered from the cache, `entries` what is kept of an answer, `memory` and `shared` where, `release` whose pages, `version`
how a process learns of a change; `wrapper` puts them together as a WSGI application.
"""
