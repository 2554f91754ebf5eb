"""Records and facts are read strictly, and every fault is told at once."""

import json
from datetime import UTC, datetime

import pytest

from casebook.compliance.contacts.model import Direction, Disclosed, Entered
from casebook.compliance.contacts.reading import read, read_facts
from casebook.errors import DataError
from casebook.law.contact_rules.checks import Channel, Connected, Consent, FactKind, Person

HEADER = "id,debtor,debt,at,zone,channel,direction,connected,point,person"
EXTRA = ",consent,disclosed,refused,recorded,visitors,entered,identified"
FACTS = "debtor,debt,fact,from,until,value"


def row(**given):
    values = {
        "id": "N1",
        "debtor": "D1",
        "debt": "A1",
        "at": "2026-03-02T09:00:00",
        "zone": "Asia/Shanghai",
        "channel": "call",
        "direction": "out",
        "connected": "yes",
        "point": "13800000000",
        "person": "debtor",
    }
    return ",".join((values | given).values())


def faults(text, reader=read):
    with pytest.raises(DataError) as caught:
        reader(text, "calls.csv")
    return str(caught.value)


def test_a_row_is_read_whole():
    text = f"{HEADER}{EXTRA}\n{row()},hours calls,existence,no,yes,2,with-consent,no\n"

    [found] = read(text, "calls.csv")

    assert (found.id, found.debtor, found.debt) == ("N1", "D1", "A1")
    assert found.at == datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert [zone.key for zone in found.zones] == ["Asia/Shanghai"]
    assert (found.channel, found.direction) == (Channel.CALL, Direction.OUT)
    assert (found.connected, found.point) == (Connected.YES, "13800000000")
    assert found.person is Person.DEBTOR
    assert found.consent == {Consent.HOURS, Consent.CALLS}
    assert (found.disclosed, found.refused, found.recorded) == (Disclosed.EXISTENCE, False, True)
    assert (found.visitors, found.entered) == (2, Entered.WITH_CONSENT)
    assert found.identified is False


def test_what_is_empty_is_not_known():
    [found] = read(f"{HEADER}{EXTRA}\n{row()},,,,,,,\n", "calls.csv")

    assert found.consent == frozenset()
    assert (found.disclosed, found.refused, found.recorded) == (None, None, None)
    assert (found.visitors, found.entered, found.identified) == (None, None, None)


def test_json_lines_say_the_same_as_csv():
    names = HEADER.split(",")
    plain = dict(zip(names, row().split(","), strict=True))
    line = json.dumps(plain | {"recorded": True, "visitors": 2, "refused": None})
    text = f"{HEADER},recorded,visitors\n{row()},yes,2\n"

    assert read(f"{line}\n\n", "calls.jsonl") == read(text, "calls.csv")


def test_columns_stand_in_any_order_behind_a_byte_order_mark_with_spaces_around():
    shuffled = "person, id,debtor,debt,at,zone,channel,direction,connected,point"
    values = "debtor ,N1,D1,A1,2026-03-02T09:00:00,Asia/Shanghai,call,out,yes,13800000000"

    assert read(f"\ufeff{shuffled}\n{values}\n\n", "a") == read(f"{HEADER}\n{row()}\n", "a")


def test_several_zones_are_kept_and_the_first_one_tells_the_time():
    text = f"{HEADER}\n{row(zone='America/New_York; America/Los_Angeles')}"

    [found] = read(text, "calls.csv")

    assert [zone.key for zone in found.zones] == ["America/New_York", "America/Los_Angeles"]
    assert found.at == datetime(2026, 3, 2, 14, tzinfo=UTC)


def test_a_time_with_an_offset_needs_no_zone():
    [found] = read(f"{HEADER}\n{row(at='2026-03-02T09:00:00+08:00', zone='')}", "calls.csv")

    assert found.at == datetime(2026, 3, 2, 1, tzinfo=UTC)
    assert found.zones == ()


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"id": ""}, "id is empty"),
        ({"debtor": ""}, "debtor is empty"),
        ({"debt": ""}, "debt is empty"),
        ({"at": "2026-03-02"}, "at is '2026-03-02', expected a date and time"),
        ({"at": "yesterday"}, "at is 'yesterday', expected a date and time"),
        ({"at": "0001-01-01T00:00:00"}, "at is '0001-01-01T00:00:00'"),
        ({"zone": "Mars/Base"}, "zone is 'Mars/Base', expected IANA zones"),
        ({"zone": "America"}, "zone is 'America', expected IANA zones"),
        ({"zone": "../etc/passwd"}, "zone is '../etc/passwd'"),
        ({"zone": ""}, "expected an offset such as +08:00, or a zone"),
        ({"channel": "fax"}, "channel is 'fax', expected one of call, voice-bot"),
        ({"direction": "sideways"}, "direction is 'sideways', expected one of out, in"),
        ({"connected": "maybe"}, "connected is 'maybe', expected one of yes, no, unreachable"),
        ({"connected": ""}, "connected is empty for a call"),
        ({"person": "neighbour"}, "person is 'neighbour', expected one of debtor"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_value_that_does_not_fit_is_told_with_its_line(given, told):
    message = faults(f"{HEADER}\n{row(id='N0')}\n{row(**given)}\n")

    assert "calls.csv: line 3: " in message
    assert told in message
    assert message.startswith("calls.csv: 1 fault(s)")


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *(("consent", "everything"), ("disclosed", "some"), ("refused", "ja"), ("recorded", "1")),
        *(("visitors", "two"), ("visitors", "-1"), ("visitors", "1.5"), ("visitors", "²")),
        *(("entered", "yes"), ("identified", "true")),
    ],
)
def test_an_optional_value_that_does_not_fit_is_told(column, value):
    assert f"{column} is '{value}'" in faults(f"{HEADER},{column}\n{row()},{value}\n")


def test_an_hour_that_the_clocks_skipped_is_no_time():
    skipped = row(at="2026-03-08T02:30:00", zone="America/New_York")

    assert "the clocks went forward" in faults(f"{HEADER}\n{skipped}")


def test_all_faults_are_told_at_once():
    bad = [row(id="a", channel="fax", person="neighbour"), row(id="b")[:20], row(id="a")]

    message = faults("\n".join([HEADER, *bad]))

    assert "4 fault(s)" in message
    assert "line 2: channel is 'fax'" in message
    assert "line 2: person is 'neighbour'" in message
    assert "line 3: has 4 fields, expected 10; the line may be torn" in message
    assert 'line 4: id "a" is also in line 2' in message


def test_of_very_many_faults_the_first_are_told_and_the_rest_counted():
    bad = [row(id=str(place), channel="fax") for place in range(300)]

    message = faults("\n".join([HEADER, *bad]))

    assert "300 fault(s)" in message
    assert message.count("channel is") == 200
    assert message.endswith("and 100 more")


def test_an_open_quotation_mark_is_a_torn_line():
    assert "line 3: is not readable" in faults(f'{HEADER}\n{row()}\nN2,"D1,A1\n{row(id="N3")}\n')


@pytest.mark.parametrize(
    ("header", "told"),
    [
        (HEADER.replace("zone,", ""), 'column "zone" is missing'),
        (f"{HEADER},mood", 'column "mood" is unknown'),
        (f"{HEADER},id", 'column "id" is there 2 times'),
    ],
)
def test_a_header_that_does_not_fit_ends_the_reading(header, told):
    message = faults(f"{header}\n{row(channel='fax')}\n")

    assert told in message
    assert "fax" not in message


@pytest.mark.parametrize("text", ["", "  \n", "\ufeff"])
def test_an_empty_text_says_what_it_should_hold(text):
    assert "is empty, expected a header with id, debtor" in faults(text)


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ('{"id": "N2", "debtor"', "line 2: is not JSON"),
        ("[]", "line 2: is '[]', expected a JSON object"),
        ('{"id": "N2", "id": "N3"}', "a key is written twice"),
        ('{"id": "N2"}', 'line 2: field "debtor" is missing'),
        ('{"mood": "good"}', 'line 2: field "mood" is unknown'),
    ],
)
def test_a_torn_line_of_json_is_told(line, told):
    whole = json.dumps(dict(zip(HEADER.split(","), row().split(","), strict=True)))

    assert told in faults(f"{whole}\n{line}\n")


def test_a_wrong_type_in_json_is_told():
    entry = dict(zip(HEADER.split(","), row().split(","), strict=True)) | {"point": 1.5}

    assert "point is 1.5, expected text, a whole number" in faults(json.dumps(entry))


def test_a_fact_stands_from_its_first_day_through_its_last():
    text = f"{FACTS}\nD1,,signed-plan,2026-03-01,2026-03-05,\nD1,A1,represented,,,\n"

    plan, represented = read_facts(text, "facts.csv")

    assert (plan.debt, plan.kind) == ("", FactKind.SIGNED_PLAN)
    assert plan.begins.isoformat() == "2026-03-01T00:00:00"
    assert plan.ends.isoformat() == "2026-03-06T00:00:00"
    assert (represented.begins, represented.ends) == (None, None)


def test_a_fact_may_begin_and_end_at_an_hour():
    [found] = read_facts(
        f"{FACTS}\nD1,,signed-plan,2026-03-01T09:30,2026-03-01T17:00,\n", "facts.csv"
    )

    assert found.begins.isoformat() == "2026-03-01T09:30:00"
    assert found.ends.isoformat() == "2026-03-01T17:00:00"


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (",,deceased,,,", "debtor is empty"),
        ("D1,,in-love,,,", "fact is 'in-love', expected one of signed-plan"),
        ("D1,,deceased,soon,,", "from is 'soon', expected a day such as 2026-06-30"),
        ("D1,,deceased,2026-03-01T09:00+08:00,,", "a local time without an offset"),
        ("D1,,deceased,2026-03-02,2026-03-01,", "until is '2026-03-01', expected 2026-03-02"),
        ("D1,,medium-refused,,,fax", "value of medium-refused is 'fax'"),
        ("D1,,medium-refused,,,", "value of medium-refused is ''"),
        ("D1,,zone,,,Mars/Base", "value of zone is 'Mars/Base'"),
        ("D1,,zone,,,", "value of zone is ''"),
        ("D1,,agency-notified,,,soon", "value of agency-notified is 'soon'"),
    ],
)
def test_a_fact_that_does_not_fit_is_told(line, told):
    message = faults(f"{FACTS}\n{line}\n", read_facts)

    assert told in message
    assert "line 2" in message


def test_a_fact_of_one_day_is_a_fact():
    assert read_facts(f"{FACTS}\nD1,,deceased,2026-03-01,2026-03-01,\n", "facts.csv")
