"""The department in the form of a page: an officer chooses among their own."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from wagtail.models import Revision

from portal.people.page_scope import DepartmentPages, department_pages, is_scoped, kind_of
from portal.people.permissions import department_ids


class OwnDepartmentFormMixin:
    """First base of the forms of page types that are registered in `department_pages`."""

    fields: dict[str, Any]
    initial: dict[str, Any]
    instance: Any
    for_user: Any
    add_error: Any

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._own_field = ""
        kind = kind_of(type(self.instance))
        if kind is None or kind.field not in self.fields or not is_scoped(self.for_user):
            return
        self._own_field = kind.field
        field = self.fields[kind.field]
        field.queryset = field.queryset.filter(pk__in=department_ids(self.for_user))
        own = list(field.queryset)
        if len(own) == 1:
            field.empty_label = None
            self.initial[kind.field] = self.initial.get(kind.field) or own[0].pk

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()  # type: ignore[misc]
        name = self._own_field
        # In a draft too, where Wagtail asks for less: without a department it would be nobody's.
        if name and not cleaned.get(name) and name not in self.errors:  # type: ignore[attr-defined]
            self.add_error(name, _("Choose the department for which you write."))
        return cleaned


def follow_draft(instance: Revision, created: bool = False, **_kwargs: Any) -> None:
    """Receiver of Revision's post_save: what was never on the site belongs to whom its draft names.

    A live page stays with its department until a version that names another is published.
    """
    model: type[Model] | None = instance.content_type.model_class()
    kind: DepartmentPages | None = next((k for k in department_pages if k.model is model), None)
    if created and kind is not None and kind.field in instance.content:
        kind.model._default_manager.filter(pk=instance.object_id, live=False).exclude(
            **{kind.column: instance.content[kind.field]}
        ).update(**{kind.column: instance.content[kind.field]})
