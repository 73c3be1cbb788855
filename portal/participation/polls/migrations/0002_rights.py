"""What each role may do about polls."""

from django.db import migrations

from portal.people import rights


class Migration(migrations.Migration):
    dependencies = [
        ("polls", "0001_polls"),
        ("people", "0004_first_consent_texts"),
    ]

    operations = [migrations.RunPython(rights.bring_up_to_date, migrations.RunPython.noop)]
