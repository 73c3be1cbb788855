"""What hangs on a term of the city's lists: pages that name it, its translations."""

from typing import Any

from django.apps import apps
from django.db.models import ProtectedError
from django.db.models.signals import post_delete, pre_delete
from django.utils.translation import gettext as _
from wagtail.models import ReferenceIndex

from portal.core.exceptions import Refusal
from portal.places.models import Term

# How many pages a refusal names.
NAMED = 5


def connect() -> None:
    """For every list, those of higher rooms too."""
    for model in apps.get_models():
        if issubclass(model, Term):
            pre_delete.connect(
                refuse_deleting_used, sender=model, dispatch_uid=f"used_{model.__name__}"
            )
            post_delete.connect(
                delete_translations, sender=model, dispatch_uid=f"translations_{model.__name__}"
            )


def refuse_deleting_used(instance: Term, **_kwargs: Any) -> None:
    """Foreign keys are protected by the database; this covers many-to-many and blocks of a body."""
    if not instance.in_original_language:
        return
    for relation in instance._meta.related_objects:
        if relation.many_to_many:
            rows = relation.related_model._default_manager.filter(
                **{relation.field.name: instance.pk}
            )
            if found := set(rows):
                raise ProtectedError(str(instance), found)
    references = ReferenceIndex.get_references_to(instance).group_by_source_object()
    if names := [str(source) for source, _references in references[: NAMED + 1]]:
        raise Refusal(
            _("“%(name)s” is not deleted: it stands in %(places)s.")
            % {"name": instance.name, "places": ", ".join(f"«{name}»" for name in names)}
        )


def delete_translations(instance: Term, **_kwargs: Any) -> None:
    if instance.in_original_language:
        type(instance)._default_manager.filter(translation_key=instance.translation_key).delete()
