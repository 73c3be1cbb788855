"""Documents made straight in the table, and what a match means, said the slow way."""

import datetime as dt
import random

from portal.core.search_items import WHOLE_CITY, SearchItem, StateWindow
from search import facets, tokens
from search.models import DocumentState, SearchDocument

NOW = dt.datetime(2020, 5, 1, 12, tzinfo=dt.UTC)
KEYS = ["рада", "рад", "бюджет", "місто", "слухання", "covid", "19", "єдиний", "їжак", "ґанок"]
STATES = ["open", "closed", "planned"]


def document(title="", body="", *, words="", draft="", states=(), **facts):
    """A document of these keys, in the table and not yet in any engine."""
    number = SearchDocument.objects.count() + 1
    item = SearchItem(
        **{
            "object_id": str(number),
            "language": "uk",
            "kind": "news",
            "title": title,
            "url": "/",
            "states": tuple(states),
            **facts,
        }
    )
    row = SearchDocument.objects.create(
        source="library",
        object_id=item.object_id,
        language=item.language,
        kind=item.kind,
        title=title,
        moment=item.moment,
        title_keys=title,
        body_keys=body,
        title_words=words,
        draft_keys=draft,
        draft_words=draft,
        labels=" ".join(tokens.labels_of("library", item)),
        facets=facets.pack(item),
    )
    DocumentState.objects.bulk_create(
        DocumentState(document=row, state=each.state, begins=each.begins, ends=each.ends)
        for each in states
    )
    return row


def shelf(count, seed=1):
    """`count` documents of a few keys, so that they share many."""
    chance = random.Random(seed)
    rows = []
    for _number in range(count):
        moment = None
        if chance.random() < 0.9:
            moment = NOW - dt.timedelta(days=chance.randrange(900), seconds=chance.choice((0, 0.5)))
        begins = NOW + dt.timedelta(hours=chance.choice((-48, -1, 0, 1)))
        rows.append(
            document(
                " ".join(chance.sample(KEYS, chance.randrange(4))),
                " ".join(chance.sample(KEYS, chance.randrange(6))),
                words=" ".join(chance.sample(KEYS, 2)),
                kind=chance.choice(("news", "forums", "pages")),
                topics=tuple(chance.sample(range(1, 5), chance.randrange(3))),
                districts=tuple(chance.sample(range(1, 4), chance.randrange(2))) or WHOLE_CITY,
                draft=chance.choice(("", "", chance.choice(KEYS))),
                department=chance.choice((None, 1, 2)),
                language=chance.choice(("uk", "uk", "en")),
                audience=chance.choice(("public", "public", "staff")),
                offered_to=chance.choice((("uk",), ("uk", "en"))),
                moment=moment,
                states=[
                    StateWindow(
                        chance.choice(STATES),
                        chance.choice((None, begins)),
                        chance.choice((None, begins + dt.timedelta(hours=1))),
                    )
                ][: chance.randrange(2)],
            )
        )
    return rows


def in_draft(row, group):
    begun = group.beginning and any(
        word.startswith(group.beginning) for word in row.draft_words.split()
    )
    return bool(begun or set(group.keys) & set(row.draft_keys.split()))


class Slow:
    """The engine's contract over a list, said as plainly as can be."""

    def __init__(self):
        self.rows = list(SearchDocument.objects.all())

    @staticmethod
    def in_title(row, group):
        begun = group.beginning and any(
            word.startswith(group.beginning) for word in row.title_words.split()
        )
        return bool(
            begun
            or set(group.keys) & set(row.title_keys.split())
            or (group.drafts and in_draft(row, group))
        )

    def holds(self, row, group):
        return self.in_title(row, group) or bool(set(group.keys) & set(row.body_keys.split()))

    def filtered(self, match):
        for row in self.rows:
            labels, values = set(row.labels.split()), facets.values_at(row.facets, match.now)
            if not set(match.labels) <= labels:
                continue
            if match.any_label and not set(match.any_label) & labels:
                continue
            if any(
                chosen and not set(chosen) & set(values.get(facet, ()))
                for facet, chosen in match.choices.items()
            ):
                continue
            if match.first and (row.moment is None or row.moment < match.first):
                continue
            if match.last and (row.moment is None or row.moment >= match.last):
                continue
            yield row

    def full_rows(self, match):
        return [
            row
            for row in self.filtered(match)
            if all(self.holds(row, group) for group in match.groups)
        ]

    def partial_rows(self, match):
        return [
            row
            for row in self.filtered(match)
            if any(self.holds(row, group) for group in match.groups)
        ]

    @staticmethod
    def newest(row):
        return (row.moment is not None, row.moment or NOW, row.pk)

    def full(self, match, limit, order="relevance"):
        rows = self.full_rows(match)

        def place(row):
            score = sum(
                round(group.weight * 1000) for group in match.groups if self.in_title(row, group)
            )
            return (score if order == "relevance" else 0, *self.newest(row))

        ids = [row.pk for row in sorted(rows, key=place, reverse=True)]
        return sorted(ids[:limit]), len(ids)

    def partial(self, match, limit):
        def place(row):
            return (
                sum(round(group.weight * 1000) for group in match.groups if self.holds(row, group)),
                *self.newest(row),
            )

        rows = sorted(self.partial_rows(match), key=place, reverse=True)
        return sorted(row.pk for row in rows[:limit]), len(rows)

    def counts(self, match, *, partial=False):
        counted = {}
        for facet in ("type", "topic", "district", "department", "year", "state", "language"):
            rows = (self.partial_rows if partial else self.full_rows)(match.without(facet))
            values = [
                value
                for row in rows
                for value in facets.values_at(row.facets, match.now).get(facet, ())
            ]
            counted[facet] = {value: values.count(value) for value in values}
        return counted
