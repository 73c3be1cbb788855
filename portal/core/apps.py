from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoreConfig(AppConfig):
    name = "portal.core"
    label = "core"
    verbose_name = _("Shared parts")

    def ready(self) -> None:
        from django.conf import settings
        from django.db.models.signals import post_delete, post_save
        from wagtail.models import Locale

        from portal.core.catalogues import sound
        from portal.core.originals import forget_locales

        sound.report(settings.CATALOGUES, settings.LOCALE_PATHS)

        for signal in (post_save, post_delete):
            signal.connect(forget_locales, sender=Locale, dispatch_uid="forget_locales")

        from portal.core import admin_words, gone, guards, redirects, restrictions, translating

        guards.connect()
        redirects.connect()
        restrictions.connect()
        gone.connect()
        translating.connect()
        admin_words.label_fields()

        from portal.core import mail_domains

        mail_domains.connect()

        from portal.core.pictures import receivers as pictures

        pictures.connect()

        from portal.core.uploads import personal

        personal.register_uploads()

        from portal.core import checks, chores, health

        checks.register()
        chores.register()
        health.register()

        from portal.core.pagecache import receivers as pagecache

        pagecache.connect()
