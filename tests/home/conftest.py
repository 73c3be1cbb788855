import pytest
from django.utils import timezone

from home.models import HomePage
from tests.home.fronts import ALL


@pytest.fixture
def front(home):
    home.body = ALL
    home.save_revision().publish()
    return HomePage.objects.get(pk=home.pk)


@pytest.fixture
def now():
    return timezone.now()
