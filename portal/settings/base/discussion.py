"""Comments. What a moderator or administrator sets stands in the database (`KindSettings`)."""

COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "portal.discussion.models.Comment"
COMMENTS_XTD_THREADED_EMAILS = False
COMMENTS_XTD_CONFIRM_EMAIL = False
# The package asks for a row of Django's list of sites; nothing else reads it.
SITE_ID = 1
