"""Mixins of ours stand in no `bases`: what an old migration saves must not run today's rules."""

import django.core.validators
import django.db.models.deletion
import modelsearch.index
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('wagtailcore', '0098_apitoken'),
    ]

    operations = [
        migrations.CreateModel(
            name='District',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('slug', models.SlugField(blank=True, help_text='Stands in the addresses of filters. Filled in from the name; change it only with good reason.', max_length=80, verbose_name='address key')),
                ('sort_key', models.CharField(default='', editable=False, max_length=300)),
                ('katottg', models.CharField(blank=True, help_text='Code of the territory in the state codifier, for example UA80000000000126643.', max_length=19, validators=[django.core.validators.RegexValidator('^UA\\d{17}$', 'The code is UA and 17 digits.')], verbose_name='КАТОТТГ')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'district',
                'verbose_name_plural': 'districts',
                'ordering': ['sort_key', 'pk'],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Topic',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('slug', models.SlugField(blank=True, help_text='Stands in the addresses of filters. Filled in from the name; change it only with good reason.', max_length=80, verbose_name='address key')),
                ('sort_key', models.CharField(default='', editable=False, max_length=300)),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'topic',
                'verbose_name_plural': 'topics',
                'ordering': ['sort_key', 'pk'],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Venue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('slug', models.SlugField(blank=True, help_text='Stands in the addresses of filters. Filled in from the name; change it only with good reason.', max_length=80, verbose_name='address key')),
                ('sort_key', models.CharField(default='', editable=False, max_length=300)),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='address')),
                ('accessibility', models.TextField(blank=True, help_text='Step-free entrance, lift, toilet, hearing loop, sign language.', max_length=600, verbose_name='accessibility')),
                ('shelter', models.CharField(blank=True, help_text='Where people go during an air-raid alert.', max_length=250, verbose_name='shelter')),
                ('latitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='latitude')),
                ('longitude', models.DecimalField(blank=True, decimal_places=6, max_digits=9, null=True, verbose_name='longitude')),
                ('district', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='places.district', verbose_name='district')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'venue',
                'verbose_name_plural': 'venues',
                'ordering': ['sort_key', 'pk'],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Audience',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('slug', models.SlugField(blank=True, help_text='Stands in the addresses of filters. Filled in from the name; change it only with good reason.', max_length=80, verbose_name='address key')),
                ('sort_key', models.CharField(default='', editable=False, max_length=300)),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'audience',
                'verbose_name_plural': 'audiences',
                'ordering': ['sort_key', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('locale', 'slug'), name='places_audience_one_key', violation_error_message='Another entry of this list has this address key.')],
                'unique_together': {('translation_key', 'locale')},
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='Department',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('slug', models.SlugField(blank=True, help_text='Stands in the addresses of filters. Filled in from the name; change it only with good reason.', max_length=80, verbose_name='address key')),
                ('sort_key', models.CharField(default='', editable=False, max_length=300)),
                ('short_name', models.CharField(blank=True, max_length=60, verbose_name='short name')),
                ('genitive', models.CharField(blank=True, help_text='For running text: «звіт …». Not guessed by the program.', max_length=200, verbose_name='name in the genitive')),
                ('address', models.CharField(blank=True, max_length=250, verbose_name='address')),
                ('phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('url', models.URLField(blank=True, verbose_name='web page')),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'department',
                'verbose_name_plural': 'departments',
                'ordering': ['sort_key', 'pk'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(fields=('locale', 'slug'), name='places_department_one_key', violation_error_message='Another entry of this list has this address key.')],
                'unique_together': {('translation_key', 'locale')},
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.AddConstraint(
            model_name='district',
            constraint=models.UniqueConstraint(fields=('locale', 'slug'), name='places_district_one_key', violation_error_message='Another entry of this list has this address key.'),
        ),
        migrations.AlterUniqueTogether(
            name='district',
            unique_together={('translation_key', 'locale')},
        ),
        migrations.AddConstraint(
            model_name='topic',
            constraint=models.UniqueConstraint(fields=('locale', 'slug'), name='places_topic_one_key', violation_error_message='Another entry of this list has this address key.'),
        ),
        migrations.AlterUniqueTogether(
            name='topic',
            unique_together={('translation_key', 'locale')},
        ),
        migrations.AddConstraint(
            model_name='venue',
            constraint=models.UniqueConstraint(fields=('locale', 'slug'), name='places_venue_one_key', violation_error_message='Another entry of this list has this address key.'),
        ),
        migrations.AlterUniqueTogether(
            name='venue',
            unique_together={('translation_key', 'locale')},
        ),
    ]
