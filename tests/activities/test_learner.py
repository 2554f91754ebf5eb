import pytest

from casebook.activities import learner
from casebook.activities.learner import Learner
from casebook.errors import DataError
from casebook.text import Language


def test_a_learner_is_remembered(tmp_path):
    learner.write(tmp_path, Learner("ann", Language.EN))

    assert learner.read(tmp_path) == Learner("ann", Language.EN)


def test_nobody_is_known_at_first(tmp_path):
    assert learner.read(tmp_path) is None


@pytest.mark.parametrize(
    "torn", ["", "{", "[]", '{"id": 7}', '{"id": "../x"}', '{"id": "a", "language": "fr"}']
)
def test_a_torn_file_says_what_to_do(tmp_path, torn):
    (tmp_path / "learner.json").write_text(torn)

    with pytest.raises(DataError, match="delete the file"):
        learner.read(tmp_path)


@pytest.mark.parametrize("name", ["", "../ann", "a/b", "a b", ".hidden", "con.", "x" * 65])
def test_an_id_that_is_no_folder_name_is_refused(tmp_path, name):
    with pytest.raises(DataError, match="cannot be a learner's id"):
        learner.write(tmp_path, Learner(name))

    assert not (tmp_path / "learner.json").exists()
