"""Who keeps the rules of the community may also write their English version."""

from django.db import migrations

from portal.people import rights


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_rights_of_roles"),
        ("people", "0004_first_consent_texts"),
        ("discussion", "0003_rules_and_log"),
        ("polls", "0002_rights"),
    ]

    operations = [migrations.RunPython(rights.bring_up_to_date, migrations.RunPython.noop)]
