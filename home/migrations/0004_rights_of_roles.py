"""Every role's group may do what the table of rights says."""

from django.db import migrations

from portal.people import rights


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_editors_and_workflow"),
        ("people", "0003_roles"),
        ("core", "0005_mail_domains"),
        ("places", "0001_initial"),
        ("civic_pages", "0001_initial"),
        ("search", "0005_asked_queries"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [migrations.RunPython(rights.bring_up_to_date, migrations.RunPython.noop)]
