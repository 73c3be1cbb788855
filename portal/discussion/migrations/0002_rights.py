"""What each role may do about discussions. The same run of `home` may come before or after this one."""

from django.db import migrations

from portal.people import rights


class Migration(migrations.Migration):
    dependencies = [
        ("discussion", "0001_discussions"),
        ("people", "0004_first_consent_texts"),
    ]

    operations = [migrations.RunPython(rights.bring_up_to_date, migrations.RunPython.noop)]
