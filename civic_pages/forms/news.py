"""The editor's form of a news item."""

from typing import Any

from django.utils import timezone

from portal.core.forms import PortalPageForm
from portal.people.own_department import OwnDepartmentFormMixin


class NewsPageForm(OwnDepartmentFormMixin, PortalPageForm):
    """Keeps the times that follow from what the editor wrote."""

    # Fields that `clean` may change: a form still open in the browser must learn of it.
    _followed = ("go_live_at", "corrected_at")

    def clean(self) -> dict[str, Any]:
        self._follow_date()
        self._date_correction()
        cleaned: dict[str, Any] = super().clean()
        return cleaned

    def _follow_date(self) -> None:
        """An item that waited for its date and is given a past one waits no longer.

        That a future date makes it wait is the model's rule, for every way of saving.
        """
        data = self.cleaned_data
        changed = set(self.changed_data)
        if "date" not in changed or "go_live_at" in changed or "go_live_at" not in data:
            return
        if data["go_live_at"] and data["go_live_at"] == self.initial.get("date"):
            data["go_live_at"] = None

    def _date_correction(self) -> None:
        """A new or changed note is dated now, unless the editor gave a date with it."""
        data = self.cleaned_data
        if not data.get("correction"):
            data["corrected_at"] = None
        elif "correction" in self.changed_data and "corrected_at" not in self.changed_data:
            data["corrected_at"] = timezone.now().replace(second=0, microsecond=0)

    def get_field_updates_for_resave(self) -> list[tuple[str, Any]]:
        updates: list[tuple[str, Any]] = super().get_field_updates_for_resave()
        for name in self._followed:
            if name in self.fields:
                field = self.fields[name]
                value = field.prepare_value(getattr(self.instance, name))
                updates.append(
                    (self.add_prefix(name), field.widget.format_value(value) if value else "")
                )
        return updates
