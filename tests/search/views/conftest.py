import pytest

from tests.search import stub


@pytest.fixture(autouse=True)
def registered(monkeypatch):
    stub.register(monkeypatch)


@pytest.fixture
def answer(monkeypatch):
    return lambda **fields: stub.answer(monkeypatch, **fields)


@pytest.fixture
def nothing(answer):
    return answer()


@pytest.fixture
def three(answer):
    """Three hits of many, with counts."""
    return answer(
        hits=[stub.hit(1), stub.hit(2), stub.hit(3)],
        total=45,
        counts={"type": {"news": 40, "documents": 5}, "year": {"2018": 11, "2019": 34}},
        has_words=True,
    )
