"""Lists of the staff in the order of the Ukrainian alphabet, sorted and cut into pages by the database."""

from typing import Any, Final

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import Func, TextField
from django.db.models.sql.compiler import SQLCompiler
from django.utils.functional import cached_property
from wagtail.admin.ui.tables import TitleColumn

from portal.core.ukrainian.ordering import FROM, TO, place_of

_FUNCTION: Final = "portal_alphabetical"


class Alphabetical(Func):
    """`annotate(by_title=Alphabetical("title"))`, and then `order_by("by_title")`.

    Case and apostrophes do not count; Latin letters come before Ukrainian ones, digits before both.
    """

    arity = 1
    function = _FUNCTION
    output_field = TextField()

    def as_sqlite(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        connection.ensure_connection()
        # Known to one connection only, and given anew for nothing.
        connection.connection.create_function(_FUNCTION, 1, place_of, deterministic=True)
        return self.as_sql(compiler, connection, **context)

    def as_postgresql(
        self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, **context: Any
    ) -> tuple[str, Any]:
        sql, params = self.as_sql(
            compiler,
            connection,
            template='translate((%(expressions)s)::text, %%s, %%s) COLLATE "C"',
            **context,
        )
        return sql, (*params, FROM, TO)


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
