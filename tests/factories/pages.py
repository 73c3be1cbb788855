"""Pages for tests: published, in Ukrainian, under the sections the site always has."""

from datetime import timedelta

import factory
import wagtail_factories
from django.utils import timezone

from civic_pages.models import (
    ConsultationIndexPage,
    ConsultationPage,
    ForumIndexPage,
    ForumPage,
    ForumSeriesPage,
    NewsIndexPage,
    NewsPage,
)
from home.models import SectionPage, StandardPage


class NewsIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = NewsIndexPage

    title = "Новини"
    slug = "novyny"


class NewsPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = NewsPage

    title = factory.Sequence(lambda n: f"Новина {n}")
    slug = factory.Sequence(lambda n: f"novyna-{n}")
    lead = "Про що ця новина."
    date = factory.LazyFunction(timezone.now)


class ForumIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ForumIndexPage

    title = "Форуми"
    slug = "forumy"


class ForumSeriesPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ForumSeriesPage

    title = factory.Sequence(lambda n: f"Серія {n}")
    slug = factory.Sequence(lambda n: f"seriia-{n}")


class ForumPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ForumPage

    title = factory.Sequence(lambda n: f"Форум {n}")
    slug = factory.Sequence(lambda n: f"forum-{n}")
    starts_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=7))
    ends_at = factory.LazyAttribute(lambda forum: forum.starts_at + timedelta(hours=6))
    online_url = "https://forum.example.org/"


class ConsultationIndexPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ConsultationIndexPage

    title = "Консультації з громадськістю"
    slug = "konsultatsii"


class ConsultationPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = ConsultationPage

    title = factory.Sequence(lambda n: f"Консультація {n}")
    slug = factory.Sequence(lambda n: f"konsultatsiia-{n}")
    question = "Що змінити?"
    opens_at = factory.LazyFunction(lambda: timezone.now() - timedelta(days=1))
    closes_at = factory.LazyAttribute(lambda each: each.opens_at + timedelta(days=20))
    contact_email = "ekolohiia@example.org"


class SectionPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = SectionPage

    title = factory.Sequence(lambda n: f"Розділ {n}")
    slug = factory.Sequence(lambda n: f"rozdil-{n}")


class StandardPageFactory(wagtail_factories.PageFactory):
    class Meta:
        model = StandardPage

    title = factory.Sequence(lambda n: f"Сторінка {n}")
    slug = factory.Sequence(lambda n: f"storinka-{n}")
