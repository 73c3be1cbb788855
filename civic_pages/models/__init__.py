from civic_pages.models.consultations import ConsultationIndexPage, ConsultationPage
from civic_pages.models.forums import ForumIndexPage, ForumPage, ForumSeriesPage
from civic_pages.models.imports import ImportedImage, ImportedItem
from civic_pages.models.news import NewsPage
from civic_pages.models.news_index import NewsIndexPage
from civic_pages.models.rubrics import Rubric

__all__ = [
    "ConsultationIndexPage",
    "ConsultationPage",
    "ForumIndexPage",
    "ForumPage",
    "ForumSeriesPage",
    "ImportedImage",
    "ImportedItem",
    "NewsIndexPage",
    "NewsPage",
    "Rubric",
]
