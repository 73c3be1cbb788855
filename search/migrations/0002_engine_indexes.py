"""The tables that documents are matched and counted in: what each database is best at, so Django has no
models of them."""

from django.db import migrations

SQL = {
    # No positions, no sizes: nothing ranks by them. Letters beyond ASCII are left as they come.
    "sqlite": [
        "CREATE VIRTUAL TABLE search_tokens "
        "USING fts5(tokens, detail=none, columnsize=0, tokenize='ascii')",
        "CREATE TABLE search_bits (label text NOT NULL, part integer NOT NULL, bits blob NOT NULL, "
        "PRIMARY KEY (part, label))",
    ],
    "postgresql": [
        # Searches read nothing but the keys, so tokens lie apart, and a page holds the keys of many.
        # PostgreSQL only puts apart what makes a row longer than two kilobytes; the blanks see to that
        # and take no room themselves, for they are compressed.
        "CREATE TABLE search_tokens (document_id bigint PRIMARY KEY, tokens tsvector NOT NULL, "
        "blanks text GENERATED ALWAYS AS (repeat(' ', 2048)) STORED) WITH (toast_tuple_target = 128)",
        "ALTER TABLE search_tokens ALTER tokens SET STORAGE EXTERNAL, ALTER blanks SET STORAGE MAIN",
        # A batch's tokens wait in a list of 16 MB until they go into the index together.
        "CREATE INDEX search_tokens_gin ON search_tokens USING gin (tokens) "
        "WITH (fastupdate = on, gin_pending_list_limit = 16384)",
        # The planner takes reading all rows for cheap, and does not know that their tokens lie apart.
        "CREATE FUNCTION search_holding(tsquery) RETURNS bigint[] LANGUAGE sql STABLE "
        "SET enable_seqscan = off AS $$ SELECT array_agg(document_id) "
        "FROM search_tokens WHERE tokens @@ $1 $$",
        "CREATE TABLE search_bits (label text NOT NULL, part integer NOT NULL, bits bytea NOT NULL, "
        "PRIMARY KEY (part, label))",
        "ALTER TABLE search_bits ALTER bits SET STORAGE PLAIN",
    ],
}


def create(apps, schema_editor):
    for statement in SQL[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("DROP FUNCTION search_holding(tsquery)")
    schema_editor.execute("DROP TABLE search_bits")
    schema_editor.execute("DROP TABLE search_tokens")


class Migration(migrations.Migration):

    dependencies = [
        ("search", "0001_initial"),
    ]

    operations = [migrations.RunPython(create, drop)]
