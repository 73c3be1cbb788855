"""Languages, the clock, and how dates are written."""

from django.utils.translation import gettext_lazy as _

from portal.core.catalogues.sound import sound_folders
from portal.settings.base.environment import BASE_DIR

LANGUAGE_CODE = "uk"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("uk", _("Ukrainian")), ("en", _("English"))]
# One city, one clock: nobody chooses among 600 time zones.
WAGTAIL_USER_TIME_ZONES = ["Europe/Kyiv"]
WAGTAILADMIN_PERMITTED_LANGUAGES = [("uk", "Українська"), ("en", "English")]
# Our own strings first, then those of packages (portal/core/catalogues).
CATALOGUES = [BASE_DIR / "portal" / "locale", BASE_DIR / "portal" / "locale_packages"]
# A compiled catalogue that cannot be read costs its words, not the portal.
LOCALE_PATHS = sound_folders(CATALOGUES)
FORMAT_MODULE_PATH = ["portal.formats"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Europe/Kyiv"
USE_THOUSAND_SEPARATOR = False
