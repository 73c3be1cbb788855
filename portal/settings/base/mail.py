"""How letters leave (portal/core/letters)."""

from portal.settings.base.environment import env

vars().update(env.email_url("EMAIL_URL", default="consolemail://"))
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="portal@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# A server that does not answer must not keep the worker from other letters; seconds.
EMAIL_TIMEOUT = 20
