from home.models.pages import HomePage, SectionPage, StandardPage
from home.models.settings import EmergencyBanner, SiteSettings

__all__ = ["EmergencyBanner", "HomePage", "SectionPage", "SiteSettings", "StandardPage"]
