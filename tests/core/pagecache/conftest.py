import pytest

from tests.core.pagecache.visitors import Portal


@pytest.fixture
def portal():
    return Portal()
