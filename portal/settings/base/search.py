"""Which engine answers questions (search/engines)."""

from typing import Any

from portal.settings.base.database import DATABASES
from portal.settings.base.environment import env

ELASTICSEARCH_URL = env.str("ELASTICSEARCH_URL", default="")
ELASTICSEARCH_INDEX_PREFIX = env.str("ELASTICSEARCH_INDEX_PREFIX", default="portal_")
# sqlite, postgres or elasticsearch; unset, it is Elasticsearch where there is one, else the database.
_DATABASE_ENGINE = "sqlite" if DATABASES["default"]["ENGINE"].endswith("sqlite3") else "postgres"
SEARCH_ENGINE = env.str("SEARCH_ENGINE", default="") or (
    "elasticsearch" if ELASTICSEARCH_URL else _DATABASE_ENGINE
)
# The searches of Wagtail's admin; the documents are written by `search` alone.
WAGTAILSEARCH_BACKENDS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "search.backends.admin", "AUTO_UPDATE": False},
}
