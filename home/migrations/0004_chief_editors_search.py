"""Chief editors keep synonyms and promoted results, and read what readers ask."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

CHIEF_EDITORS = "Головні редактори"
MODELS = {
    ("search", "synonyms"): ("add", "change", "delete"),
    ("search", "askedquery"): ("view",),
    ("wagtailsearchpromotions", "searchpromotion"): ("add", "change", "delete"),
}


def forwards(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    # Permissions are made after all migrations; the group needs them now.
    for label in {label for label, _model in MODELS}:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    chief, _created = Group.objects.get_or_create(name=CHIEF_EDITORS)
    for (label, model), actions in MODELS.items():
        chief.permissions.add(
            *Permission.objects.filter(
                content_type__app_label=label,
                content_type__model=model,
                codename__in=[f"{action}_{model}" for action in actions],
            )
        )


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0003_editors_and_workflow"),
        ("search", "0005_asked_queries"),
        ("wagtailsearchpromotions", "0008_query_verbose_name"),
    ]

    operations = [migrations.RunPython(forwards, migrations.RunPython.noop)]
