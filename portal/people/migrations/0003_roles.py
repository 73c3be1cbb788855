"""The groups of the portal's roles; Wagtail's two stock groups of editors become two of them."""

from django.db import migrations, models

# Wagtail's name -> ours.
STOCK = {"Editors": "Редактори", "Moderators": "Головні редактори"}
GROUPS = (
    "Учасники",
    "Експерти",
    "Представники організацій",
    "Відповідальні підрозділів",
    "Оператори перевірки особи",
    "Модератори",
    "Редактори",
    "Головні редактори",
    "Адміністратори",
)
PARTICIPANTS = "Учасники"


def make_groups(apps, schema_editor):
    """What the groups may do is given where the models of all rooms exist (`home`)."""
    Group = apps.get_model("auth", "Group")
    for old, new in STOCK.items():
        if not Group.objects.filter(name=new).exists():
            Group.objects.filter(name=old).update(name=new)
    for name in GROUPS:
        Group.objects.get_or_create(name=name)
    Group.objects.get(name=PARTICIPANTS).user_set.add(*apps.get_model("people", "User").objects.all())


def unmake_groups(apps, schema_editor):
    Group = apps.get_model("auth", "Group")
    for old, new in STOCK.items():
        Group.objects.filter(name=new).update(name=old)
    Group.objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):

    dependencies = [
        ("people", "0002_identities_duties_data"),
        ("auth", "0012_alter_user_first_name_max_length"),
        # Its two groups, and all that its own migrations look for by their names.
        ("wagtailcore", "0098_apitoken"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtail_localize", "0016_rename_page_revision_translationlog_revision"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='appeal',
            options={'ordering': ['-made_at', '-pk'], 'permissions': [('decide_appeal', 'Can decide appeals against blocks')], 'verbose_name': 'appeal', 'verbose_name_plural': 'appeals'},
        ),
        migrations.AlterModelOptions(
            name='user',
            options={'permissions': [('give_roles', 'Can give and take roles'), ('switch_off_user', 'Can switch accounts off'), ('export_users', 'Can export figures of accounts'), ('block_user', 'Can block people for a term'), ('name_expert', 'Can name experts'), ('admit_representative', 'Can admit representatives of organisations'), ('recover_factor', 'Can restore a lost second factor, with a colleague')], 'verbose_name': 'user', 'verbose_name_plural': 'users'},
        ),
        migrations.AddField(
            model_name='block',
            name='lift_reason',
            field=models.TextField(blank=True, max_length=1000, verbose_name='why it was lifted'),
        ),
        migrations.AddConstraint(
            model_name='factorrecovery',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('asked_by', models.F('user')), _negated=True), models.Q(('decided_by', models.F('user')), _negated=True)), name='people_recovery_by_others'),
        ),
        migrations.RunPython(make_groups, unmake_groups),
    ]
