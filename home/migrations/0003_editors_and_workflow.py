"""Editors write, chief editors approve and publish: Wagtail's stock groups and workflow under our names."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

NAMES = {"Editors": "Редактори", "Moderators": "Головні редактори"}
WORKFLOW = ("Moderators approval", "Погодження головним редактором")
# What a chief editor keeps in order beside the pages: model -> actions.
CHIEF_EDITORS_MODELS = {
    ("places", "topic"): ("add", "change", "delete"),
    ("places", "district"): ("add", "change", "delete"),
    ("places", "department"): ("add", "change", "delete"),
    ("places", "venue"): ("add", "change", "delete"),
    ("places", "audience"): ("add", "change", "delete"),
    ("civic_pages", "rubric"): ("add", "change", "delete"),
    ("wagtailredirects", "redirect"): ("add", "change", "delete"),
    ("home", "sitesettings"): ("change",),
    ("home", "emergencybanner"): ("change",),
}


def forwards(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    Workflow = apps.get_model("wagtailcore", "Workflow")
    Task = apps.get_model("wagtailcore", "Task")
    # Permissions are made after all migrations; the groups need them now.
    for label in {label for label, _model in CHIEF_EDITORS_MODELS}:
        config = apps.get_app_config(label)
        config.models_module = True
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    for old, new in NAMES.items():
        Group.objects.filter(name=old).update(name=new)
    Workflow.objects.filter(name=WORKFLOW[0]).update(name=WORKFLOW[1])
    Task.objects.filter(name=WORKFLOW[0]).update(name=WORKFLOW[1])
    chief, _created = Group.objects.get_or_create(name=NAMES["Moderators"])
    for (label, model), actions in CHIEF_EDITORS_MODELS.items():
        chief.permissions.add(
            *Permission.objects.filter(
                content_type__app_label=label,
                content_type__model=model,
                codename__in=[f"{action}_{model}" for action in actions],
            )
        )


def backwards(apps, schema_editor):
    for old, new in NAMES.items():
        apps.get_model("auth", "Group").objects.filter(name=new).update(name=old)
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name=WORKFLOW[1]).update(name=WORKFLOW[0])


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_first_site"),
        ("places", "0001_initial"),
        ("civic_pages", "0001_initial"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
