"""Papers are changed as text, and read as if they had been written anew."""

import json
from datetime import date

import pytest

from casebook.portfolio.papers import fault_in_body
from casebook.portfolio.plants.papers_on_file import Paper, number, put, word
from portfolio.plants.book import planted

TEXT = (
    '{"name":"陈芳","sum":1200,"on":"2026-06-30",'
    '"rows":[{"on":"a","fen":5,"last":"x"},{"on":"b","fen":7,"last":"y"}],"none":[]}'
)


@pytest.fixture
def paper() -> Paper:
    return Paper(TEXT)


def test_a_word_is_read_and_changed(paper: Paper) -> None:
    paper.put("name", "陈方")

    assert paper.word("name") == "陈方"
    assert json.loads(paper.text) == json.loads(TEXT) | {"name": "陈方"}


def test_a_number_is_changed(paper: Paper) -> None:
    paper.put("sum", 99)

    assert json.loads(paper.text) == json.loads(TEXT) | {"sum": 99}


def test_rows_are_read_changed_and_written(paper: Paper) -> None:
    first, second = paper.rows("rows")
    paper.put_rows("rows", [put(second, "fen", 8), first, '"on":"c","fen":1,"last":"z"'])

    assert (word(first, "last"), number(first, "fen")) == ("x", 5)
    assert [row["fen"] for row in json.loads(paper.text)["rows"]] == [8, 5, 1]


def test_an_empty_list_has_no_rows_and_takes_some(paper: Paper) -> None:
    assert paper.rows("none") == []

    paper.put_rows("none", ['"on":"c"'])

    assert json.loads(paper.text)["none"] == [{"on": "c"}]
    assert paper.rows("none") == ['"on":"c"']


def test_changed_bodies_are_whole_and_written_as_all_others() -> None:
    for kind, text in zip(
        *(planted()["documents"][name].to_pylist() for name in ("kind", "body")), strict=True
    ):
        body = json.loads(text)
        assert fault_in_body(kind, body) == ""
        assert json.dumps(body, ensure_ascii=False, separators=(",", ":")) == text


def test_lists_on_credit_records_stay_in_order() -> None:
    for kind, text in zip(
        *(planted()["documents"][name].to_pylist() for name in ("kind", "body")), strict=True
    ):
        if kind == "credit-record":
            body = json.loads(text)
            assert [loan["opened_on"] for loan in body["loans"]] == sorted(
                loan["opened_on"] for loan in body["loans"]
            )
            asked = [date.fromisoformat(line["on"]) for line in body["queries"]]
            assert asked == sorted(asked, reverse=True)
            assert all(day < date.fromisoformat(body["report_date"]) for day in asked)
            keys = [(line["on"], line["by"]) for line in body["queries"]]
            assert len(set(keys)) == len(keys)
