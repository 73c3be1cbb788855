"""A source of things that a test makes up."""

import datetime as dt

from portal.core.search_items import SearchItem


class Shelf:
    """A source whose things are set by the test."""

    def __init__(self):
        self.things = {}
        self.broken = set()
        self.read = []

    def put(self, object_id, title, text="", **facts):
        item = SearchItem(
            **{"object_id": object_id, "language": "uk", "kind": "news", "url": f"/{object_id}/"}
            | {"moment": dt.datetime(2020, 1, 2, tzinfo=dt.UTC)}
            | facts,
            title=title,
            text=text,
        )
        self.things[object_id, item.language] = item

    def drop(self, object_id):
        self.things = {key: item for key, item in self.things.items() if key[0] != object_id}

    def object_ids(self):
        return iter(sorted({object_id for object_id, _language in self.things}))

    def items(self, object_ids):
        self.read.append(list(object_ids))
        if self.broken & set(object_ids):
            raise RuntimeError("a broken thing")
        return [item for (object_id, _l), item in self.things.items() if object_id in object_ids]
