"""What the portal says about its own work (portal/core/logs.py)."""

from typing import Any

from portal.settings.base.environment import env

LOG_LEVEL = env.str("LOG_LEVEL", default="INFO")
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "portal.core.logs.RequestIdFilter"}},
    "formatters": {
        "json": {"()": "portal.core.logs.JsonFormatter"},
        "plain": {
            "()": "portal.core.logs.PlainFormatter",
            "format": "%(levelname)s %(name)s [%(request_id)s] %(message)s",
        },
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": "json",
            "filters": ["request_id"],
        },
    },
    "root": {"handlers": ["console"], "level": LOG_LEVEL},
    "loggers": {
        # Two lines for each task would bury the rest; a failed one is an error and is shown.
        "django_tasks": {"level": "WARNING"},
        "django_tasks_db": {"level": "WARNING"},
        # Every request to the search node, and every failed one twice; `search.outage` says it once.
        "elastic_transport": {"level": "ERROR"},
        # Its lines hold whole addresses, and those of an identity provider hold codes and secrets.
        "urllib3": {"level": "WARNING"},
        # Scanners ask for any host; the request's own line says 400, a traceback for each says no more.
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.server": {"handlers": ["console"], "level": LOG_LEVEL, "propagate": False},
    },
}
