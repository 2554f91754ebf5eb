"""A model can be fitted to the portfolio, and it is neither blind nor all-knowing."""

from functools import cache

import numpy as np
import pandas as pd
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from casebook.portfolio.blocks import ANSWERS, PUBLIC, tables_of
from casebook.portfolio.simulation.knobs import knobs
from portfolio.simulation.book import AS_OF

SEED, BLOCKS = 20_250_228, 12
REVIEW = pd.Timestamp(AS_OF)
# Known about an account or a debtor on the day of the review, one value each.
VIEW = ("debtors", "accounts", "contracts")


@cache
def tables() -> dict[str, pd.DataFrame]:
    blocks = [tables_of(SEED, block, as_of=AS_OF, knobs=knobs({})) for block in range(BLOCKS)]
    return {
        name: pd.concat([block[name].to_pandas() for block in blocks], ignore_index=True)
        for name in (*PUBLIC, *ANSWERS)
    }


def _case_view() -> pd.DataFrame:
    """Return one row an account with all its single values, and the outcome beside them."""
    view = tables()["accounts"]
    for name, key in (("debtors", "debtor_id"), ("contracts", "account_id")):
        other = tables()[name].drop(columns=["contract_id"], errors="ignore")
        view = view.merge(other, on=key)
    return view.merge(tables()["outcomes"], on="account_id").set_index("account_id")


def _open(view: pd.DataFrame, *products: str) -> pd.DataFrame:
    return view[view["is_open"] & view["product"].isin(products)]


def _with_history(view: pd.DataFrame) -> pd.DataFrame:
    """Add what an analyst would count: contacts, promises and payments of the last half year."""
    since = REVIEW - pd.Timedelta(days=180)
    contacts = tables()["contacts"]
    payments = tables()["payments"]
    contacts = contacts[pd.to_datetime(contacts["at"]) > since]
    payments = payments[pd.to_datetime(payments["paid_on"]) > since]
    counts = {
        "contacts": contacts.groupby("account_id").size(),
        "promises": contacts[contacts["result"] == "promise"].groupby("account_id").size(),
        "payments": payments.groupby("account_id").size(),
        "paid_fen": payments.groupby("account_id")["amount_fen"].sum(),
    }
    return view.assign(**counts)


def _features(view: pd.DataFrame) -> pd.DataFrame:
    view = _with_history(view)
    view = view.assign(
        left_fen=view["stated_income_fen"] - view["living_costs_fen"],
        used=view["outstanding_principal_fen"] / view["limit_fen"],
        age=(REVIEW - pd.to_datetime(view["birth_date"])).dt.days,
        months=(REVIEW - pd.to_datetime(view["opened_on"])).dt.days,
    )
    columns = [
        *("late_when_seen", "contacts", "promises", "payments", "paid_fen", "left_fen", "used"),
        *("age", "months", "limit_fen", "stated_debts", "dependants", "overdue_fen"),
    ]
    coded = pd.get_dummies(view[["stage", "income_check", "marital_status"]])
    return pd.concat([view[columns].astype(float).fillna(0), coded], axis=1)


@pytest.mark.slow
def test_a_logistic_regression_is_believable_and_calibrated() -> None:
    view = _open(_case_view(), "credit-card")
    late = view["late_next_month"].to_numpy()
    known = _features(view).to_numpy(dtype=float)
    is_fitted = np.arange(len(view)) % 2 == 0
    model = make_pipeline(StandardScaler(), LogisticRegression(C=0.3, max_iter=2_000))

    model.fit(known[is_fitted], late[is_fitted])
    foreseen = model.predict_proba(known[~is_fitted])[:, 1]
    came = late[~is_fitted]

    assert 0.70 <= roc_auc_score(came, foreseen) <= 0.85
    assert abs(foreseen.mean() - came.mean()) < 0.03
    for fifth in np.array_split(np.argsort(foreseen), 5):
        error = np.sqrt(0.25 / len(fifth))
        assert abs(foreseen[fifth].mean() - came[fifth].mean()) < 3 * error


@pytest.mark.slow
@pytest.mark.parametrize("table", VIEW)
def test_no_single_column_gives_the_outcome_away(table: str) -> None:
    view = _open(_case_view(), "credit-card")
    late = view["late_next_month"]
    columns = [name for name in tables()[table].columns if name in view.columns]

    looked_at = 0
    for name in columns:
        values = _as_numbers(view[name], late)
        if values.nunique() > 1:
            looked_at += 1
            score = roc_auc_score(late, values)
            assert max(score, 1 - score) <= 0.75, name
    assert looked_at >= 4


def _as_numbers(values: pd.Series, late: pd.Series) -> pd.Series:
    """Read a column as numbers: days by their place, words by how many with them were late."""
    if pd.api.types.is_numeric_dtype(values):
        return values.fillna(-1)
    if str(values.name).endswith(("_on", "_date")):
        return pd.to_datetime(values).fillna(REVIEW).astype("int64")
    words = values.astype("string").fillna("")
    if words.nunique() > 50:  # names and numbers of their own say nothing about others
        return pd.Series(0, index=values.index)
    return words.map(late.groupby(words).mean()).astype(float)


@pytest.mark.slow
def test_nothing_on_file_is_later_than_the_review() -> None:
    for name in PUBLIC:
        frame = tables()[name]
        for column in frame.columns:
            if column in ("due_on", "promised_on"):  # what is to come is agreed today
                continue
            if column.endswith(("_on", "_date")) or column in ("at", "on"):
                days = pd.to_datetime(frame[column])
                assert (days.dropna() < REVIEW + pd.Timedelta(days=1)).all(), f"{name}.{column}"


@pytest.mark.slow
def test_the_outcome_stands_in_no_public_table() -> None:
    outcomes = set(tables()["outcomes"].columns) - {"account_id"}

    assert outcomes
    for name in PUBLIC:
        assert not outcomes & set(tables()[name].columns)
