"""Queries whose SQL is written once."""

import datetime

import pytest
from django.db.models import Q, QuerySet

from portal.core.models import Stamp
from portal.core.prepared import prepared

pytestmark = pytest.mark.django_db
_WHEN = datetime.datetime(2019, 6, 6, 11, 30, tzinfo=datetime.UTC)


@pytest.fixture
def stamps():
    Stamp.objects.all().delete()
    return [Stamp.objects.create(raised_at=_WHEN) for _ in range(4)]


@prepared(most=3)
def _among(keys: list[int], most: int) -> QuerySet[Stamp]:
    return Stamp.objects.filter(pk__in=keys).order_by("-pk")[:most]


def test_reads_what_the_queryset_would_read(stamps, django_assert_num_queries):
    keys = [stamps[2].pk, stamps[0].pk]
    with django_assert_num_queries(1):
        found = _among(keys, 10)
    assert found == [stamps[2], stamps[0]]
    # Values come as the database's types make them, not as it stores them.
    assert {each.raised_at for each in found} == {_WHEN}


def test_each_call_has_its_own_values_and_its_own_end(stamps):
    assert _among([each.pk for each in stamps[:3]], 2) == [stamps[2], stamps[1]]
    assert _among([stamps[3].pk], 1) == [stamps[3]]
    assert _among([stamps[3].pk], 0) == []
    assert _among([], 5) == []


def test_columns_alone(stamps):
    @prepared()
    def since(pk: int) -> QuerySet[Stamp, int]:
        return Stamp.objects.filter(pk__gte=pk).order_by("pk").values_list("pk", flat=True)

    assert since(stamps[1].pk) == [each.pk for each in stamps[1:]]


def test_one_value_in_two_places(stamps):
    @prepared()
    def around(low: int, high: int) -> QuerySet[Stamp]:
        return Stamp.objects.filter(Q(pk__lt=low) | Q(pk__gt=high) | Q(pk=low)).order_by("pk")

    assert around(stamps[1].pk, stamps[2].pk) == [stamps[0], stamps[1], stamps[3]]


def test_the_function_is_called_once(stamps):
    called = []

    @prepared()
    def one(pk: int) -> QuerySet[Stamp]:
        called.append(pk)
        return Stamp.objects.filter(pk=pk)

    assert one(stamps[0].pk) == [stamps[0]]
    assert one(pk=stamps[1].pk) == [stamps[1]]
    assert len(called) == 1


def test_refuses_more_values_than_it_was_prepared_for(stamps):
    with pytest.raises(ValueError, match="4 values, prepared for 3"):
        _among([each.pk for each in stamps], 10)


def test_refuses_what_would_leave_a_mark_in_the_sql():
    @prepared()
    def changed(pk: int) -> QuerySet[Stamp]:
        return Stamp.objects.filter(pk=pk + 1)

    with pytest.raises(LookupError, match="not in its SQL"):
        changed(1)


def test_refuses_values_that_it_has_no_mark_for():
    @prepared()
    def moment(at: datetime.datetime) -> QuerySet[Stamp]:
        return Stamp.objects.filter(raised_at=at)

    with pytest.raises(TypeError, match="a number, a text or a list"):
        moment(_WHEN)
