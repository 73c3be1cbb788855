"""Editors' forms of what must not be published half-ready."""

from portal.core.forms import PortalPageForm
from portal.core.publishing import PublicationFormMixin
from portal.people.own_department import OwnDepartmentFormMixin


class ForumPageForm(OwnDepartmentFormMixin, PublicationFormMixin, PortalPageForm):
    """Refuses to publish a forum that nobody could come to."""


class ConsultationPageForm(OwnDepartmentFormMixin, PublicationFormMixin, PortalPageForm):
    """Refuses to publish a consultation that nobody could answer, or in too short a time."""
