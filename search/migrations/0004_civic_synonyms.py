"""What is called by several names in every Ukrainian city; a city's own names are its editors' matter."""

from django.db import migrations

from search.civic_synonyms import BOTH, FIRST


def fill(apps, schema_editor):
    synonyms = apps.get_model("search", "Synonyms")
    locale, _created = apps.get_model("wagtailcore", "Locale").objects.get_or_create(
        language_code="uk"
    )
    for direction, lines in (("both", BOTH), ("first", FIRST)):
        synonyms.objects.bulk_create(
            synonyms(words=words, direction=direction, locale=locale) for words in lines
        )


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0003_synonyms'),
    ]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
