"""The editors' list of synonyms; mixins of ours stand in no `bases`."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('search', '0002_engine_indexes'),
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='Synonyms',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('words', models.CharField(help_text='Separated by commas, each in its basic form: “mayor, head of the city”. The search finds their other forms by itself.', max_length=500, verbose_name='words and phrases')),
                ('direction', models.CharField(choices=[('both', 'Each finds all the others'), ('first', 'The first finds the others, but they do not find it')], default='both', max_length=10, verbose_name='how they find each other')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'line of synonyms',
                'verbose_name_plural': 'synonyms',
                'ordering': ['words', 'pk'],
                'abstract': False,
                'unique_together': {('translation_key', 'locale')},
            },
        ),
    ]
