"""Lists of the staff that are sorted by the Ukrainian alphabet."""

from typing import Any

from django.utils.functional import cached_property
from wagtail.admin.ui.tables import TitleColumn


class SortedTitleMixin:
    """An index view whose first column is sorted by `title_sort_key`, which its rows are annotated with.

    The column itself stays Wagtail's: one that a viewset makes has no menu of its row.
    """

    title_sort_key: str

    @cached_property
    def columns(self) -> list[Any]:
        columns: list[Any] = super().columns  # type: ignore[misc]
        title = next(column for column in columns if isinstance(column, TitleColumn))
        title.sort_key = self.title_sort_key
        return columns
