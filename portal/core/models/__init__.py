from portal.core.models.cache import GoneAddress, Stamp
from portal.core.models.letters import Letter
from portal.core.models.limits import LimitUse
from portal.core.models.mail import MailDomain
from portal.core.models.media import PortalDocument, PortalImage, PortalRendition
from portal.core.models.menus import MenuPage
from portal.core.models.pages import BasePage
from portal.core.models.proof import MailCode, UsedChallenge
from portal.core.models.work import PeriodicRun

__all__ = [
    "BasePage",
    "GoneAddress",
    "Letter",
    "LimitUse",
    "MailCode",
    "MailDomain",
    "MenuPage",
    "PeriodicRun",
    "PortalDocument",
    "PortalImage",
    "PortalRendition",
    "Stamp",
    "UsedChallenge",
]
