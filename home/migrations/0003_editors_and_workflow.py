"""What editors send is approved by chief editors: Wagtail's stock workflow under our name."""

from django.db import migrations

WORKFLOW = ("Moderators approval", "Погодження головним редактором")


def forwards(apps, schema_editor):
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name=WORKFLOW[0]).update(name=WORKFLOW[1])


def backwards(apps, schema_editor):
    for model in ("Workflow", "Task"):
        apps.get_model("wagtailcore", model).objects.filter(name=WORKFLOW[1]).update(name=WORKFLOW[0])


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0002_first_site"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
