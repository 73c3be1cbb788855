"""`make bench`: what pages cost, beside what others' cost (docs/performance.md)."""
