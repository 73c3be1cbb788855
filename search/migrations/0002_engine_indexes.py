"""The table that documents are matched in: what each database is best at, so Django has no model of it."""

from django.db import migrations

SQL = {
    # No positions, no sizes: nothing ranks by them. Letters beyond ASCII are left as they come.
    "sqlite": [
        "CREATE VIRTUAL TABLE search_tokens "
        "USING fts5(tokens, detail=none, columnsize=0, tokenize='ascii')",
    ],
    "postgresql": [
        "CREATE TABLE search_tokens (document_id bigint PRIMARY KEY, tokens tsvector NOT NULL)",
        # Without a list of pending entries, which every search would have to read through.
        "CREATE INDEX search_tokens_gin ON search_tokens USING gin (tokens) WITH (fastupdate = off)",
    ],
}


def create(apps, schema_editor):
    for statement in SQL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    schema_editor.execute("DROP TABLE search_tokens")


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0001_initial"),
    ]

    operations = [migrations.RunPython(create, drop)]
