"""Who cites a rule."""

from pathlib import Path

import nbformat

from casebook.authoring.citing import Citing, citing

ROOT = Path(__file__).parents[2]


def test_an_item_is_named_by_its_own_id_and_a_cell_by_its(tmp_path):
    content = tmp_path / "source" / "casebook" / "activities" / "content"
    content.mkdir(parents=True)
    (content / "quiz.yaml").write_text(
        "id: quiz\nitems:\n  - id: first\n    rules: [CN-INT-03]\n", encoding="utf-8"
    )
    (tmp_path / "workbooks").mkdir()
    cell = nbformat.v4.new_markdown_cell("见 CN-INT-03 与 US-01。", id="law-zh")
    nbformat.write(nbformat.v4.new_notebook(cells=[cell]), tmp_path / "workbooks" / "one.ipynb")

    found = citing(tmp_path)

    assert found["CN-INT-03"] == (
        Citing("source/casebook/activities/content/quiz.yaml", "quiz/first"),
        Citing("workbooks/one.ipynb", "law-zh"),
    )
    assert found["US-01"] == (Citing("workbooks/one.ipynb", "law-zh"),)


def test_a_torn_file_is_left_to_lint(tmp_path):
    (tmp_path / "workbooks").mkdir()
    (tmp_path / "workbooks" / "torn.yaml").write_text("rules: [CN-INT-03", encoding="utf-8")

    assert citing(tmp_path) == {}


def test_the_packs_do_not_cite_themselves():
    assert not any("law/packs" in one.file for places in citing(ROOT).values() for one in places)
