"""Comments. What a moderator or administrator sets stands in the database (`KindSettings`)."""

from portal.settings.base.environment import env

COMMENTS_APP = "django_comments_xtd"
COMMENTS_XTD_MODEL = "portal.discussion.models.Comment"
COMMENTS_XTD_THREADED_EMAILS = False
COMMENTS_XTD_CONFIRM_EMAIL = False
# The package asks for a row of Django's list of sites; nothing else reads it.
SITE_ID = 1
# Seconds between two letters about comments to one person: the first goes at once, what comes in
# between goes together in the next.
DISCUSSION_LETTERS_PAUSE = env.int("DISCUSSION_LETTERS_PAUSE", default=3600)
# Days for which the link that ends such letters works.
DISCUSSION_UNSUBSCRIBE_DAYS = env.int("DISCUSSION_UNSUBSCRIBE_DAYS", default=180)
# Days after which a question to a department is overdue: what the law on appeals of citizens gives
# (art. 20) where nothing has to be looked into.
DISCUSSION_ANSWER_DAYS = env.int("DISCUSSION_ANSWER_DAYS", default=15)

# Automatic checks, which hold a comment for a moderator (portal/discussion/checks).
# So many links are an argument with its sources; more of them wait.
DISCUSSION_MOST_LINKS = 5
# So many comments in so many seconds; more of them wait.
DISCUSSION_FLOOD = (8, 600)
# So many comments of an account that is new (NEW_ACCOUNT_DAYS) and proves nobody's identity wait.
DISCUSSION_FIRST_COMMENTS = 2
