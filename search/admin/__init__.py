"""The search in the admin: synonyms, promoted results, what readers ask."""
