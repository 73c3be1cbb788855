"""A list that was changed in one place is found out; a whole one holds, from either file."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from portal.participation.polls.models import Ballot, Voiding
from portal.participation.polls.results import lists, verifying
from portal.participation.polls.results.counting import ballots_of, count
from portal.participation.polls.selectors import form_asked
from tests.participation.polls.making import codes
from tests.people.duties import person

MAKERS = {"json": lists.as_json, "csv": lists.as_csv}


@pytest.fixture
def published(poll, sealed):
    return {kind: "".join(make(poll, sealed)).encode() for kind, make in MAKERS.items()}


def resealed(text, kind):
    """The file with the checksum that it would have had, as a forger would write it."""
    end, after = (lists.JSON_END, '"}\n') if kind == "json" else (lists.CSV_END, "\n")
    body = text.rpartition(end)[0]
    return "".join(lists._closed([body], end, after)).encode()


def faults(content, **more):
    return list(verifying.faults(verifying.read(content), **more))


@pytest.mark.parametrize("kind", MAKERS)
def test_a_whole_list_holds(published, sealed, kind):
    assert faults(published[kind], head=sealed.chain_head) == []


@pytest.mark.parametrize("kind", MAKERS)
def test_every_single_bit_is_held(published, kind):
    content = published[kind]
    for place in range(0, len(content), 97):
        changed = bytearray(content)
        changed[place] ^= 1
        with pytest.raises(verifying.Unreadable):
            verifying.read(bytes(changed))


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize("kept", [0, 1, 0.5, 0.99])
def test_a_cut_file_is_no_list(published, kind, kept):
    content = published[kind]
    with pytest.raises(verifying.Unreadable):
        verifying.read(content[: int(len(content) * kept) - (kept == 1)])


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", b"{}", b"key,channel\n", b'{"format": "another"}']
)
def test_another_file_is_no_list(content):
    with pytest.raises(verifying.Unreadable):
        verifying.read(content)


@pytest.mark.parametrize("kind", MAKERS)
def test_a_forged_answer_breaks_the_chain_and_the_totals(published, poll, kind):
    (code, options), *_rest = codes(poll)
    text = published[kind].decode()
    mark = (f'"{code}":"{options[1]}"', f'"{code}":"{options[0]}"')
    if kind == "csv":
        mark = tuple(each.replace('"', '""') for each in mark)
    assert mark[0] in text
    found = faults(resealed(text.replace(*mark, 1), kind))
    assert any("chain" in each for each in found)
    assert any("Коли вам зручно?" in each for each in found)


def forged(published, change):
    data = json.loads(published["json"])
    data.pop("sha256")
    change(data)
    body = json.dumps(data, ensure_ascii=False).removesuffix("}")
    return faults("".join(lists._closed([body], lists.JSON_END, '"}\n')).encode())


def test_ballots_out_of_order_twice_or_missing_are_found(published):
    assert "order" in forged(published, lambda data: data["ballots"].reverse())[0]
    assert any("order" in one for one in forged(
        published, lambda data: data["ballots"].insert(0, data["ballots"][0])
    ))  # fmt: skip
    assert "There are 4 ballots" in forged(published, lambda data: data["ballots"].pop())[0]


def test_wrong_totals_are_found(published):
    def inflate(data):
        data["tally"]["ballots"]["email"] += 1

    assert any("By channel" in one for one in forged(published, inflate))


@pytest.mark.parametrize(
    ("place", "value"),
    [("form", {}), ("tally", "усе"), ("count", None), ("ballots", [{"key": 5, "channel": "email", "answers": {}}]),
     ("ballots", [{"key": "0" * 64, "channel": "email", "answers": ["усе"]}])],
)  # fmt: skip
def test_a_list_of_another_shape_is_a_fault_and_no_crash(published, place, value):
    assert forged(published, lambda data: data.update({place: value}))


def test_a_ballot_silently_voided_is_found(published):
    def void(data):
        data["ballots"][0]["voided"] = "Бо так"

    assert any("voided" in one for one in forged(published, void))


def test_another_head_than_announced_is_found(published):
    assert faults(published["json"], head="f" * 64)


@pytest.mark.parametrize("kind", MAKERS)
def test_voided_ballots_are_listed_with_their_reason(poll, sealed, kind):
    # A reason that a spreadsheet would run.
    voiding = Voiding.objects.create(
        round=sealed, reason="=1+1\n«Хвиля»", state="confirmed", count=1, proposed_by=person(),
        decided_by=person(name="inshyi"),
    )  # fmt: skip
    Ballot.objects.filter(pk=Ballot.objects.order_by("key").first().pk).update(voiding=voiding)
    tally = count(form_asked(poll, sealed), ballots_of(Ballot.objects.all()))
    sealed.tally = tally.as_json()
    content = "".join(MAKERS[kind](poll, sealed)).encode()
    read = verifying.read(content)
    assert [line.reason for line in read.ballots].count("=1+1\n«Хвиля»") == 1
    assert list(verifying.faults(read)) == []
    assert b"\n=1" not in content
    assert b",=1" not in content


def test_the_command_tells_what_it_found(published, tmp_path):
    path = tmp_path / "list.json"
    path.write_bytes(published["json"])
    said = io.StringIO()
    call_command("verify_poll", path, stdout=said)
    assert "5 ballots" in said.getvalue()
    path.write_bytes(published["json"][:-200])
    with pytest.raises(CommandError, match="cut"):
        call_command("verify_poll", path)
    with pytest.raises(CommandError, match="No such file"):
        call_command("verify_poll", tmp_path / "none.csv")
