"""Languages, the clock, and how dates are written."""

from django.utils.translation import gettext_lazy as _

from portal.settings.base.environment import BASE_DIR

LANGUAGE_CODE = "uk"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("uk", _("Ukrainian")), ("en", _("English"))]
# One city, one clock: nobody chooses among 600 time zones.
WAGTAIL_USER_TIME_ZONES = ["Europe/Kyiv"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("uk", "Українська"), ("en", "English")]
LOCALE_PATHS = [BASE_DIR / "portal" / "locale"]
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Kyiv"
USE_THOUSAND_SEPARATOR = False
