"""Ages, and what follows from them."""

from datetime import date

# From this age on, in years, people work and borrow here.
OF_AGE = 18


def months_of_age(born: date, on: date) -> int:
    """Return the age on a day in whole months."""
    months = (on.year - born.year) * 12 + on.month - born.month
    return months - (on.day < born.day)


def years_valid(born: date, issued_on: date) -> int:
    """Return for how many years a card issued on that day is valid; 0 means without end.

    Ten years at 16 to 25, twenty at 26 to 45, then long term (Resident Identity Card Law, art. 5).
    """
    age = months_of_age(born, issued_on) // 12
    return 10 if age < 26 else 20 if age < 46 else 0
