"""The sample is rebuilt byte for byte, and a damaged one says where."""

import csv
import json
import shutil
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from casebook.errors import DataError
from casebook.portfolio import practice, reading, sample
from casebook.portfolio.case import Case
from casebook.portfolio.portfolio import Portfolio, from_arrow_table
from casebook.portfolio.schema import tables
from portfolio.detector import flags_in
from portfolio.files import file_of
from portfolio.folders import files_in

DATASETS = Path(__file__).parents[2] / "datasets"


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return Path(shutil.copytree(DATASETS / "sample", tmp_path / "sample"))


def _edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_the_sample_is_rebuilt_byte_for_byte(tmp_path: Path) -> None:
    sample.build(tmp_path / "sample")

    made, kept = files_in(tmp_path / "sample"), files_in(DATASETS / "sample")

    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []
    assert (tmp_path / "README.md").read_bytes() == (DATASETS / "README.md").read_bytes()


def test_parquet_holds_what_csv_holds() -> None:
    loaded = sample.load()

    for name, table in tables().items():
        frame = loaded.frames()[name]
        place = "sample/answers" if table.is_answer else "sample"
        parquet = from_arrow_table(pq.read_table(DATASETS / place / f"{name}.parquet"), table)
        pd.testing.assert_frame_equal(parquet, frame)


def test_the_data_package_matches_the_files() -> None:
    package = json.loads((DATASETS / "sample" / "datapackage.json").read_text(encoding="utf-8"))

    for resource in package["resources"]:
        path = DATASETS / "sample" / resource["path"]
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.reader(file))
        fields = [field["name"] for field in resource["schema"]["fields"]]
        assert rows[0] == fields
        assert len(rows) - 1 == resource["rows"] > 0
        assert set(resource["schema"]["primaryKey"]) <= set(fields)
    assert (package["seed"], package["as_of"]) == (sample.SEED, "2026-06-30")


def test_the_sample_has_500_debtors_and_known_flags() -> None:
    loaded = sample.load()

    assert repr(loaded) == "Portfolio(debtors=500, as_of=2026-06-30)"
    for debtor_id in loaded.debtors["debtor_id"]:
        found = flags_in(file_of(practice.case(debtor_id)))
        assert found == practice.planted(debtor_id), debtor_id


def test_every_file_of_the_sample_is_a_case_there_and_back() -> None:
    for debtor_id in sample.load().debtors["debtor_id"]:
        case = sample.case(debtor_id)
        assert Case.from_dict(json.loads(json.dumps(case.to_dict()))) == case


def test_a_portfolio_without_answers_says_so(copy: Path) -> None:
    shutil.rmtree(copy / "answers")

    public = reading.read(copy)

    assert "planted" not in public.frames()
    with pytest.raises(DataError, match="came without its answers"):
        public.flags("D000001")


def test_an_account_that_rests_on_no_contract_is_refused(copy: Path) -> None:
    _edit(copy / "accounts.csv", '"C000002"', '"C777777"')

    with pytest.raises(DataError, match=r"accounts\.csv: unknown contract_id C777777"):
        reading.read(copy)


def test_a_learner_who_changes_a_frame_does_not_change_the_cases() -> None:
    mine = sample.load()
    mine.debtors["name"] = "somebody"

    assert sample.case("D000001").debtor["name"] != "somebody"


def test_an_unknown_debtor_is_refused_with_the_range() -> None:
    with pytest.raises(DataError) as caught:
        sample.case("D009999")

    assert str(caught.value) == (
        "table debtors: no debtor 'D009999', expected one from D000001 to D000500; "
        "look the number up in the table"
    )


def test_a_missing_table_is_named(copy: Path) -> None:
    (copy / "payments.csv").unlink()

    with pytest.raises(DataError, match=r"payments\.csv: missing.*casebook data build"):
        reading.read(copy)


def test_a_missing_column_is_named(copy: Path) -> None:
    _edit(copy / "payments.csv", "amount_fen", "amount")

    with pytest.raises(DataError, match=r"payments\.csv: no column amount_fen"):
        reading.read(copy)


def test_a_torn_row_is_found(copy: Path) -> None:
    path = copy / "payments.csv"
    path.write_bytes(path.read_bytes()[:-40])

    with pytest.raises(DataError, match=r"payments\.csv, row \d+: torn: \d values, expected 6"):
        reading.read(copy)


def test_rows_lost_at_a_line_end_are_found(copy: Path) -> None:
    path = copy / "payments.csv"
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    path.write_text("".join(lines[:-3]), encoding="utf-8", newline="\n")

    with pytest.raises(DataError, match=rf"{len(lines) - 4} rows, expected {len(lines) - 1}"):
        reading.read(copy)


def test_a_value_of_the_wrong_type_is_found(copy: Path) -> None:
    _edit(copy / "contracts.csv", ",2025-", ",2025/")

    with pytest.raises(DataError, match=r"contracts\.csv, row \d+: signed_on is '2025/"):
        reading.read(copy)


def test_an_amount_that_is_no_whole_number_is_found(copy: Path) -> None:
    path = copy / "payments.csv"
    first = path.read_text(encoding="utf-8").splitlines()[1]
    amount = first.split(",")[3]
    _edit(path, f",{amount},", f",{amount}.5,")

    with pytest.raises(DataError, match=r"row 2: amount_fen is '\d+\.5', expected a whole number"):
        reading.read(copy)


def test_a_damaged_document_is_found(copy: Path) -> None:
    _edit(copy / "documents.csv", '""name"":', '""nom"":')

    with pytest.raises(DataError, match=r"documents\.csv, row 2: identity-card has"):
        reading.read(copy)


def test_a_row_that_refers_to_nobody_is_found(copy: Path) -> None:
    _edit(copy / "accounts.csv", "D000001", "D777777")

    with pytest.raises(DataError, match=r"accounts\.csv: unknown debtor_id D777777"):
        reading.read(copy)


def test_a_key_that_stands_twice_is_found(copy: Path) -> None:
    _edit(copy / "debtors.csv", "D000002", "D000001")

    with pytest.raises(DataError, match=r"debtors\.csv: D000001 stands twice"):
        reading.read(copy)


@pytest.mark.parametrize("text", ["{", "[]", '{"as_of": "2026-06-30"}'])
def test_a_damaged_data_package_is_found(copy: Path, text: str) -> None:
    (copy / "datapackage.json").write_text(text, encoding="utf-8")

    with pytest.raises(DataError, match=r"datapackage\.json: not a data package"):
        reading.read(copy)


def test_a_file_in_another_encoding_is_found(copy: Path) -> None:
    path = copy / "debtors.csv"
    path.write_bytes(path.read_text(encoding="utf-8").encode("gb18030"))

    with pytest.raises(DataError, match=r"debtors\.csv: not UTF-8 text"):
        reading.read(copy)


def test_windows_line_ends_and_a_byte_order_mark_do_no_harm(copy: Path) -> None:
    for path in copy.glob("*.csv"):
        path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))

    again = reading.read(copy)

    assert _same(again, sample.load())


def _same(one: Portfolio, other: Portfolio) -> bool:
    return all(frame.equals(other.frames()[name]) for name, frame in one.frames().items())
