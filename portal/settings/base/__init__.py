"""Settings shared by every way of running the portal, a file for each concern.

Each value comes from the environment; the table of variables is in docs/deployment.md.
"""

from portal.settings.base.accounts import *
from portal.settings.base.applications import *
from portal.settings.base.database import *
from portal.settings.base.discussion import *
from portal.settings.base.environment import *
from portal.settings.base.files import *
from portal.settings.base.identity import *
from portal.settings.base.languages import *
from portal.settings.base.limits import *
from portal.settings.base.logs import *
from portal.settings.base.mail import *
from portal.settings.base.pages import *
from portal.settings.base.polls import *
from portal.settings.base.search import *
from portal.settings.base.security import *
from portal.settings.base.site import *
from portal.settings.base.wagtail import *
