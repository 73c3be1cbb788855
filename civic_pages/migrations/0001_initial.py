"""Mixins of ours stand in no `bases`: what an old migration saves must not run today's rules."""

import django.db.models.deletion
import django.utils.timezone
import modelcluster.fields
import modelsearch.index
import portal.core.fields
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('core', '0001_initial'),
        ('places', '0001_initial'),
        ('wagtailcore', '0098_apitoken'),
        migrations.swappable_dependency(settings.WAGTAIL_PAGE_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ConsultationIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what it is about. Shown in lists, search and social networks.', max_length=600, verbose_name='lead')),
                ('menu_title', models.CharField(blank=True, help_text='Short, for the header and the footer. If empty, the title is shown.', max_length=40, verbose_name='title in menus')),
                ('social_image', models.ForeignKey(blank=True, help_text="If empty, the lead image is taken, else the portal’s.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for social networks')),
            ],
            options={
                'verbose_name': 'list of consultations',
                'verbose_name_plural': 'lists of consultations',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ConsultationPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what it is about. Shown in lists, search and social networks.', max_length=600, verbose_name='lead')),
                ('question', models.TextField(blank=True, help_text='What the city asks, in one sentence.', max_length=600, verbose_name='question')),
                ('opens_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='proposals from')),
                ('closes_at', models.DateTimeField(blank=True, db_index=True, help_text='From this moment on no proposals are taken.', null=True, verbose_name='proposals until')),
                ('format', models.CharField(choices=[('ELECTRONIC', 'Electronic consultation'), ('PUBLIC', 'Public discussion'), ('TARGETED', 'Targeted consultation'), ('OPINION', 'Study of public opinion')], default='ELECTRONIC', max_length=20, verbose_name='format')),
                ('legal_basis', models.CharField(blank=True, help_text='The act by which the consultation is held, with its number and date.', max_length=300, verbose_name='legal basis')),
                ('legal_basis_url', models.URLField(blank=True, max_length=500, verbose_name='address of the act')),
                ('contact_name', models.CharField(blank=True, max_length=150, verbose_name='responsible person')),
                ('contact_phone', models.CharField(blank=True, max_length=40, verbose_name='phone')),
                ('contact_email', models.EmailField(blank=True, max_length=254, verbose_name='e-mail')),
                ('body', portal.core.fields.PortalStreamField(blank=True, help_text='Why it is asked, alternatives, whom it concerns and how.', verbose_name='text')),
                ('attachments', portal.core.fields.PortalStreamField(blank=True, verbose_name='materials')),
                ('report_due_on', models.DateField(blank=True, help_text='The day by which readers will find the report here.', null=True, verbose_name='report promised by')),
                ('outcome', portal.core.fields.PortalStreamField(blank=True, help_text='What was received, what was taken into account and why.', verbose_name='report')),
                ('reported_at', models.DateTimeField(blank=True, db_index=True, help_text='Filled in when the report is first published. From then on the state is “Report published”.', null=True, verbose_name='report published')),
                ('audiences', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='consultations', to='places.audience', verbose_name='participants')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='consultations', to='places.department', verbose_name='department')),
                ('districts', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Leave empty for the whole city.', related_name='consultations', to='places.district', verbose_name='districts')),
                ('social_image', models.ForeignKey(blank=True, help_text="If empty, the lead image is taken, else the portal’s.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for social networks')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='consultations', to='places.topic', verbose_name='topics')),
            ],
            options={
                'verbose_name': 'consultation',
                'verbose_name_plural': 'consultations',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ForumIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what it is about. Shown in lists, search and social networks.', max_length=600, verbose_name='lead')),
                ('menu_title', models.CharField(blank=True, help_text='Short, for the header and the footer. If empty, the title is shown.', max_length=40, verbose_name='title in menus')),
                ('social_image', models.ForeignKey(blank=True, help_text="If empty, the lead image is taken, else the portal’s.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for social networks')),
            ],
            options={
                'verbose_name': 'list of forums',
                'verbose_name_plural': 'lists of forums',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ForumPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what it is about. Shown in lists, search and social networks.', max_length=600, verbose_name='lead')),
                ('starts_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='starts')),
                ('ends_at', models.DateTimeField(blank=True, db_index=True, null=True, verbose_name='ends')),
                ('status', models.CharField(choices=[('AS_PLANNED', 'As planned'), ('POSTPONED', 'Postponed'), ('CANCELLED', 'Cancelled')], default='AS_PLANNED', max_length=20, verbose_name='status')),
                ('status_note', models.CharField(blank=True, help_text='Why it was cancelled or when it will take place instead.', max_length=300, verbose_name='what changed')),
                ('online_url', models.URLField(blank=True, max_length=500, verbose_name='link for taking part online')),
                ('lead_image_alt', models.CharField(blank=True, max_length=250, verbose_name='what the lead image shows')),
                ('body', portal.core.fields.PortalStreamField(blank=True, help_text='Aim, programme, speakers; afterwards photos and conclusions.', verbose_name='what happens')),
                ('attachments', portal.core.fields.PortalStreamField(blank=True, verbose_name='attachments')),
                ('district', models.ForeignKey(blank=True, help_text='Whose forum it is. Leave empty for one of the whole city.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='forums', to='places.district', verbose_name='district')),
                ('lead_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='lead image')),
                ('organiser', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='forums', to='places.department', verbose_name='organiser')),
                ('social_image', models.ForeignKey(blank=True, help_text="If empty, the lead image is taken, else the portal’s.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for social networks')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='forums', to='places.topic', verbose_name='topics')),
                ('venue', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='forums', to='places.venue', verbose_name='venue')),
            ],
            options={
                'verbose_name': 'forum',
                'verbose_name_plural': 'forums',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ForumSeriesPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what it is about. Shown in lists, search and social networks.', max_length=600, verbose_name='lead')),
                ('lead_image_alt', models.CharField(blank=True, max_length=250, verbose_name='what the lead image shows')),
                ('body', portal.core.fields.PortalStreamField(blank=True, verbose_name='text')),
                ('lead_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='lead image')),
                ('social_image', models.ForeignKey(blank=True, help_text="If empty, the lead image is taken, else the portal’s.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for social networks')),
            ],
            options={
                'verbose_name': 'series of forums',
                'verbose_name_plural': 'series of forums',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ImportedImage',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('url', models.CharField(max_length=1000, unique=True)),
                ('image', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='core.portalimage')),
            ],
        ),
        migrations.CreateModel(
            name='NewsIndexPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what it is about. Shown in lists, search and social networks.', max_length=600, verbose_name='lead')),
                ('menu_title', models.CharField(blank=True, help_text='Short, for the header and the footer. If empty, the title is shown.', max_length=40, verbose_name='title in menus')),
                ('social_image', models.ForeignKey(blank=True, help_text="If empty, the lead image is taken, else the portal’s.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for social networks')),
            ],
            options={
                'verbose_name': 'news list',
                'verbose_name_plural': 'news lists',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='Rubric',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('translation_key', models.UUIDField(default=uuid.uuid4, editable=False)),
                ('name', models.CharField(max_length=150, verbose_name='name')),
                ('slug', models.SlugField(blank=True, help_text='Stands in the addresses of filters. Filled in from the name; change it only with good reason.', max_length=80, verbose_name='address key')),
                ('sort_key', models.CharField(default='', editable=False, max_length=300)),
                ('locale', models.ForeignKey(editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='wagtailcore.locale', verbose_name='locale')),
            ],
            options={
                'verbose_name': 'rubric',
                'verbose_name_plural': 'rubrics',
                'ordering': ['sort_key', 'pk'],
                'abstract': False,
            },
            bases=(modelsearch.index.Indexed, models.Model),
        ),
        migrations.CreateModel(
            name='NewsPage',
            fields=[
                ('page_ptr', models.OneToOneField(auto_created=True, on_delete=django.db.models.deletion.CASCADE, parent_link=True, primary_key=True, serialize=False, to=settings.WAGTAIL_PAGE_MODEL)),
                ('lead', models.TextField(blank=True, help_text='One or two sentences that say what it is about. Shown in lists, search and social networks.', max_length=600, verbose_name='lead')),
                ('date', models.DateTimeField(db_index=True, default=django.utils.timezone.now, help_text='Shown with the item and used for its place in the feed. An item with a future time waits for it.', verbose_name='date and time')),
                ('is_urgent', models.BooleanField(default=False, verbose_name='urgent')),
                ('author', models.CharField(blank=True, max_length=150, verbose_name='author')),
                ('source_name', models.CharField(blank=True, max_length=200, verbose_name='source')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='address of the source')),
                ('lead_image_alt', models.CharField(blank=True, help_text='For people who do not see it. Leave empty only if the picture adds nothing to the text.', max_length=250, verbose_name='what the lead image shows')),
                ('lead_image_caption', models.CharField(blank=True, max_length=300, verbose_name='caption')),
                ('body', portal.core.fields.PortalStreamField(blank=True, verbose_name='text')),
                ('attachments', portal.core.fields.PortalStreamField(blank=True, verbose_name='attachments')),
                ('related', portal.core.fields.PortalStreamField(blank=True, help_text='If fewer than three are chosen, the rest are found by topic and district.', verbose_name='read also')),
                ('correction', models.TextField(blank=True, help_text='Shown under the text as «Corrected». For errors of fact, not of spelling.', max_length=600, verbose_name='what was corrected')),
                ('corrected_at', models.DateTimeField(blank=True, help_text='Filled in by itself when the note changes.', null=True, verbose_name='corrected at')),
                ('department', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='news', to='places.department', verbose_name='department')),
                ('districts', modelcluster.fields.ParentalManyToManyField(blank=True, help_text='Leave empty for the whole city.', related_name='news', to='places.district', verbose_name='districts')),
                ('lead_image', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='lead image')),
                ('social_image', models.ForeignKey(blank=True, help_text="If empty, the lead image is taken, else the portal’s.", null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to='core.portalimage', verbose_name='image for social networks')),
                ('topics', modelcluster.fields.ParentalManyToManyField(blank=True, related_name='news', to='places.topic', verbose_name='topics')),
                ('rubric', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='news', to='civic_pages.rubric', verbose_name='rubric')),
            ],
            options={
                'verbose_name': 'news item',
                'verbose_name_plural': 'news',
            },
            bases=('wagtailcore.page',),
        ),
        migrations.CreateModel(
            name='ImportedItem',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('source', models.CharField(max_length=200)),
                ('guid', models.CharField(max_length=500)),
                ('imported_at', models.DateTimeField(auto_now_add=True)),
                ('page', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.WAGTAIL_PAGE_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('source', 'guid'), name='one_import_of_an_item')],
            },
        ),
        migrations.AddConstraint(
            model_name='rubric',
            constraint=models.UniqueConstraint(fields=('locale', 'slug'), name='civic_pages_rubric_one_key', violation_error_message='Another entry of this list has this address key.'),
        ),
        migrations.AlterUniqueTogether(
            name='rubric',
            unique_together={('translation_key', 'locale')},
        ),
    ]
