from portal.core.models.cache import GoneAddress, Stamp
from portal.core.models.media import PortalDocument, PortalImage, PortalRendition
from portal.core.models.pages import BasePage

__all__ = ["BasePage", "GoneAddress", "PortalDocument", "PortalImage", "PortalRendition", "Stamp"]
