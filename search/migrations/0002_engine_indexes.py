"""The tables that documents are matched and counted in. They are made as the engines have them today: what
is in them is no data, and a migration that changes them drops them, makes them and has the index rebuilt."""

from django.db import migrations

from search.engines import tables


def create(apps, schema_editor):
    tables.make(schema_editor.connection)


def drop(apps, schema_editor):
    tables.drop(schema_editor.connection)


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0001_initial"),
    ]

    operations = [migrations.RunPython(create, drop)]
