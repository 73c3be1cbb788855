"""What uploads say of the people who uploaded them."""

from collections.abc import Callable, Iterator
from functools import partial

from django.apps import apps
from django.contrib.auth.base_user import AbstractBaseUser
from django.utils.translation import gettext_lazy as _

from portal.core.personal_data import CHUNK, Erasure, PersonalData, PersonalFile, register

_PUBLISHED = _("the city publishes it, whoever uploaded it")
_WHILE_PUBLISHED = _("until an editor deletes it")


def register_uploads() -> None:
    """Called in `CoreConfig.ready`."""
    register(
        *(
            PersonalData(
                model=model,
                key="uploaded_by_user",
                title=title,
                fields=("title", "created_at"),
                files=partial(_files, model),
                erasure=Erasure.KEEP,
                reason=_PUBLISHED,
                term=_WHILE_PUBLISHED,
            )
            for model, title in (
                ("core.portalimage", _("Pictures in the library")),
                ("core.portaldocument", _("Documents in the library")),
                # The packages' own tables, which the portal leaves empty.
                ("wagtailimages.image", _("Pictures in Wagtail’s own library")),
                ("wagtaildocs.document", _("Documents in Wagtail’s own library")),
            )
        ),
        PersonalData(
            model="wagtailcore.uploadedfile",
            key="uploaded_by_user",
            title=_("Uploads that were never finished"),
            fields=("file",),
            labels={"file": _("file")},
            files=partial(_files, "wagtailcore.uploadedfile"),
            erasure=Erasure.DELETE,
            before_delete=_remove_unfinished,
        ),
    )


def _files(model: str, user: AbstractBaseUser) -> Iterator[PersonalFile]:
    rows = apps.get_model(model)._default_manager.filter(uploaded_by_user=user.pk).order_by("pk")
    for row in rows.iterator(chunk_size=CHUNK):
        yield PersonalFile(row.file.name, row.file.storage, row.file.name)


def _remove_unfinished(user: AbstractBaseUser) -> Callable[[], object]:
    files = list(_files("wagtailcore.uploadedfile", user))

    def remove() -> None:
        for file in files:
            file.storage.delete(file.stored)

    return remove
