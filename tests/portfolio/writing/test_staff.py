"""Staff have names like everybody's, and a floor has teams, roles and skills."""

import re

import numpy as np

from casebook.portfolio import stocks
from casebook.portfolio.simulation.draws import Draws
from casebook.portfolio.writing.staff import Role, roles, skills, staff_names, surnames, teams


def test_names_are_made_from_the_stock() -> None:
    names = staff_names(2_000, Draws(np.random.SeedSequence(2)))
    known = stocks.words("names")["surnames"]

    assert [name for name in names if name[0] not in known or not 2 <= len(name) <= 3] == []
    assert len(set(names)) > 1_500


def test_the_same_draws_give_the_same_names_and_others_other() -> None:
    first, second = (np.random.SeedSequence(seed) for seed in (2, 3))

    assert staff_names(50, Draws(first)) == staff_names(50, Draws(np.random.SeedSequence(2)))
    assert staff_names(50, Draws(np.random.SeedSequence(2))) != staff_names(50, Draws(second))


def test_a_surname_is_the_first_character() -> None:
    assert surnames(["周涛", "王秀英"]) == ["周", "王"]


def test_roles_stand_in_the_order_of_their_enum() -> None:
    assert [role.id for role in roles()] == [role.name.lower().replace("_", "-") for role in Role]


def test_words_are_in_both_languages_and_have_ids_of_their_own() -> None:
    for words in (teams(), roles(), skills()):
        assert len({word.id for word in words}) == len(words) > 3
        assert all(re.search("[一-鿿]", word.name.zh) for word in words)
        assert not [word for word in words if re.search("[一-鿿]", word.name.en)]
