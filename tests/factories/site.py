"""A small whole site: one published page of every type a reader can open."""

from datetime import timedelta

from django.utils import timezone

from tests.factories import pages
from tests.factories.media import ImageFactory


def one_of_each(home):
    """Published pages of every type but the front page itself, by name."""
    now = timezone.now()
    image = ImageFactory(size=(640, 360))
    news = pages.NewsIndexPageFactory(parent=home)
    forums = pages.ForumIndexPageFactory(parent=home)
    consultations = pages.ConsultationIndexPageFactory(parent=home)
    series = pages.ForumSeriesPageFactory(parent=forums, lead_image=image)
    section = pages.SectionPageFactory(parent=home)
    return {
        "news index": news,
        "news item": pages.NewsPageFactory(parent=news, lead_image=image),
        "forum index": forums,
        "series": series,
        "forum": pages.ForumPageFactory(
            parent=series,
            lead_image=image,
            starts_at=now + timedelta(days=3),
            ends_at=now + timedelta(days=3, hours=2),
        ),
        "consultation index": consultations,
        "consultation": pages.ConsultationPageFactory(
            parent=consultations,
            opens_at=now - timedelta(days=3),
            closes_at=now + timedelta(days=30),
        ),
        "section": section,
        "standard page": pages.StandardPageFactory(parent=section),
    }
