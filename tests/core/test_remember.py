"""Values kept until the content changes."""

import threading

import pytest
from django.test import RequestFactory

from portal.core.remember import Memory, content_version, remember, remember_many


class Counter:
    def __init__(self):
        self.calls = 0

    def __call__(self):
        self.calls += 1
        return self.calls


def test_a_value_is_computed_once_for_a_version():
    memory, compute = Memory(), Counter()
    assert [memory.get("1", "x", compute) for _ in range(3)] == [1, 1, 1]
    assert memory.get("2", "x", compute) == 2


def test_names_are_apart():
    memory = Memory()
    assert memory.get("1", "x", lambda: "x") == "x"
    assert memory.get("1", "y", lambda: "y") == "y"


def test_nothing_of_an_older_version_is_left():
    memory = Memory()
    memory.get("1", "x", lambda: "old")
    memory.get("2", "y", lambda: "new")
    assert memory.get("2", "x", lambda: "new") == "new"


def test_a_value_that_was_long_in_the_making_is_not_kept_for_the_next_version():
    memory = Memory()

    def slow():
        memory.get("2", "y", lambda: None)  # meanwhile the content changed
        return "old"

    assert memory.get("1", "x", slow) == "old"
    assert memory.get("2", "x", lambda: "new") == "new"


def test_the_unused_for_longest_goes_first():
    memory, compute = Memory(most=2), Counter()
    for name in ("a", "b", "a", "c"):
        memory.get("1", name, compute)
    assert memory.get("1", "a", compute) == 1
    assert memory.get("1", "b", compute) == 4


def test_an_error_is_not_kept_and_holds_nobody_up():
    memory = Memory()
    with pytest.raises(ZeroDivisionError):
        memory.get("1", "x", lambda: 1 / 0)
    assert memory.get("1", "x", lambda: "x") == "x"


def test_many_at_once_compute_once():
    memory, compute = Memory(), Counter()
    started, go_on = threading.Event(), threading.Event()

    def slow():
        started.set()
        go_on.wait(10)
        return compute()

    results = []
    threads = [
        threading.Thread(target=lambda: results.append(memory.get("1", "x", slow)))
        for _ in range(5)
    ]
    threads[0].start()
    started.wait(10)
    for thread in threads[1:]:
        thread.start()
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert results == [1] * 5


@pytest.mark.django_db
def test_inside_a_transaction_only_the_request_remembers():
    """What is not committed may be rolled back."""
    compute = Counter()
    request = RequestFactory().get("/")
    assert remember(request, "x", compute) == 1
    assert remember(request, "x", compute) == 1
    assert remember(RequestFactory().get("/"), "x", compute) == 2
    assert remember(None, "x", compute) == 3


@pytest.mark.django_db(transaction=True)
def test_a_change_is_seen_by_the_next_request(home, django_assert_num_queries):
    compute = Counter()
    assert remember(RequestFactory().get("/"), "test", compute) == 1
    assert remember(RequestFactory().get("/"), "test", compute) == 1
    home.title = "Нова головна"
    home.save()
    assert remember(RequestFactory().get("/"), "test", compute) == 2


@pytest.mark.django_db
def test_the_version_is_read_once_a_request(django_assert_num_queries):
    request = RequestFactory().get("/")
    with django_assert_num_queries(1):
        assert content_version(request) == content_version(request)


# --- Many at once -----------------------------------------------------------------------------------


class Batches:
    def __init__(self, *unknown):
        self.asked = []
        self.unknown = unknown

    def __call__(self, names):
        self.asked.append(names)
        return {name: name.upper() for name in names if name not in self.unknown}


def test_only_what_is_lacking_is_computed():
    memory, compute = Memory(), Batches()
    assert memory.get_many("1", ["a", "b"], compute) == {"a": "A", "b": "B"}
    assert memory.get_many("1", ["b", "c"], compute) == {"b": "B", "c": "C"}
    assert memory.get_many("1", ["a"], compute) == {"a": "A"}
    assert compute.asked == [["a", "b"], ["c"]]


def test_many_of_an_older_version_are_forgotten():
    memory, compute = Memory(), Batches()
    memory.get_many("1", ["a"], compute)
    memory.get_many("2", ["a"], compute)
    assert compute.asked == [["a"], ["a"]]


def test_what_there_is_nothing_for_is_in_no_answer_and_asked_again():
    memory, compute = Memory(), Batches("b")
    assert memory.get_many("1", ["a", "b"], compute) == {"a": "A"}
    assert memory.get_many("1", ["a", "b"], compute) == {"a": "A"}
    assert compute.asked == [["a", "b"], ["b"]]


@pytest.mark.django_db
def test_inside_a_transaction_only_the_request_remembers_many():
    compute = Batches()
    request = RequestFactory().get("/")
    for _ in range(2):
        assert remember_many(request, ["a", "b"], compute) == {"a": "A", "b": "B"}
    remember_many(RequestFactory().get("/"), ["a"], compute)
    assert compute.asked == [["a", "b"], ["a"]]
