"""What a person does for a department, for a topic, for an organisation."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.core.originals import OriginalKey
from portal.people.enums import ROLES_ON_REQUEST, RequestState


class DepartmentMember(models.Model):
    """A person acts for a department: its pages and questions, and no other's."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="departments"
    )
    department = OriginalKey(
        "places.Department", verbose_name=_("department"), related_name="members"
    )
    position = models.CharField(_("position"), max_length=200)

    class Meta:
        verbose_name = _("officer of a department")
        verbose_name_plural = _("officers of departments")
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "department"],
                name="people_once_in_a_department",
                violation_error_message=_("This person acts for this department already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.position}"


class Expert(models.Model):
    """A person named by an editor to answer on topics, with a page for everybody."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="expert"
    )
    position = models.CharField(_("position"), max_length=200)
    topics = models.ManyToManyField("places.Topic", verbose_name=_("topics"), related_name="+")
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    named_at = models.DateTimeField(_("named"), default=timezone.now)

    class Meta:
        verbose_name = _("expert")
        verbose_name_plural = _("experts")

    def __str__(self) -> str:
        return f"{self.user}: {self.position}"


class RoleRequest(models.Model):
    """A person asks to be an expert or to speak for an organisation."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="role_requests"
    )
    role = models.CharField(
        _("role"), max_length=20, choices=[(role.value, role.label) for role in ROLES_ON_REQUEST]
    )
    position = models.CharField(_("position"), max_length=200)
    organisation = models.CharField(_("organisation"), max_length=250, blank=True)
    # Eight digits with a check digit; an organisation without legal personality has none.
    edrpou = models.CharField(_("EDRPOU code"), max_length=8, blank=True)
    topics = models.ManyToManyField(
        "places.Topic", verbose_name=_("topics"), related_name="+", blank=True
    )
    text = models.TextField(_("about your experience or your powers"), max_length=3000)
    made_at = models.DateTimeField(_("made"), default=timezone.now)
    state = models.CharField(
        _("state"), max_length=10, choices=RequestState.choices, default=RequestState.PENDING
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    answer = models.TextField(_("answer"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("request for a role")
        verbose_name_plural = _("requests for roles")
        ordering: ClassVar[list[str]] = ["-made_at", "-pk"]
        constraints: ClassVar[list[models.BaseConstraint]] = [
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=models.Q(state=RequestState.PENDING),
                name="people_one_open_request_a_role",
                violation_error_message=_("Your request is being considered already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.get_role_display()}"
