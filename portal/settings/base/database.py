"""Where rows lie, what processes share, and who does the work in the background."""

from typing import Any

import environ

from portal.settings.base.environment import VAR_DIR, env


def database(url: str) -> dict[str, Any]:
    """The database's settings; SQLite gets the options that survive parallel writers.

    Without IMMEDIATE a read that turns into a write fails at once with «database is locked»,
    whatever the timeout (docs/decisions.md, «SQLite»).
    """
    config: dict[str, Any] = environ.Env.db_url_config(url)
    # Also for SQLite: opening the file and setting its options costs as much as three queries.
    config["CONN_MAX_AGE"] = env.int("CONN_MAX_AGE", default=600)
    if config["ENGINE"].endswith("sqlite3"):
        config["OPTIONS"] = {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;",
        }
    else:
        config["CONN_HEALTH_CHECKS"] = True
        # Compiling a query pays off for reports, not for pages: with the planner's first guesses it
        # took half a second for the menu alone (docs/performance.md, «PostgreSQL»).
        config["OPTIONS"] = {"connect_timeout": 3, "options": "-c jit=off"}
    return config


DATABASE_URL = env.str("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'portal.sqlite3'}")
DATABASES = {"default": database(DATABASE_URL)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Redis when there is one; the portal works without.
REDIS_URL = env.str("REDIS_URL", default="")
CACHES: dict[str, dict[str, Any]] = {
    "default": (
        {
            "BACKEND": "portal.core.cache.ResilientRedisCache",
            "LOCATION": REDIS_URL,
            "KEY_PREFIX": "portal",
            "OPTIONS": {"socket_connect_timeout": 0.5, "socket_timeout": 0.5},
        }
        if REDIS_URL
        else {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
    ),
}

# Work in the background (portal/core/tasks.py).
TASKS: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "search"]},
}
