"""Identity numbers and phone numbers that can belong to nobody.

An identity number has 18 characters (GB 11643-1999): six for the place, eight for the date of
birth, three in sequence (odd for men), and a check digit. Ours always carry a wrong one.
"""

from datetime import date

from casebook.portfolio.chance import Chance

CHECK_DIGITS = "10X98765432"
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)

# Not assigned to any operator (a press list of 2022-07-01 of what the ministry had yet to
# assign: 142, 143, 154, 161, 164, 194). We leave out the neighbours of ranges in use by machines
# (142, 143) and the one most likely to be opened next (194).
UNASSIGNED_PREFIXES = ("154", "161", "164")


def check_digit(first_17: str) -> str:
    """Return the check digit that the standard asks for."""
    total = sum(int(digit) * weight for digit, weight in zip(first_17, WEIGHTS, strict=True))
    return CHECK_DIGITS[total % 11]


def could_be_real(number: str) -> bool:
    """Tell whether the check digit is the right one, so that somebody could hold the number."""
    return number[17].upper() == check_digit(number[:17])


def identity_number(area: str, born: date, sex: str, chance: Chance) -> str:
    """Make a number whose check digit is wrong."""
    sequence = 2 * chance.whole(0, 499) + (sex == "男")
    first_17 = f"{area}{born:%Y%m%d}{sequence:03d}"
    wrong = CHECK_DIGITS.replace(check_digit(first_17), "")
    return first_17 + chance.one_of(wrong)


def misread(number: str, chance: Chance) -> str:
    """Change one digit of place or sequence, as a slip of the pen would; never the birth date."""
    while True:
        place = chance.one_of((2, 3, 4, 5, 14, 15, 16))
        digit = str((int(number[place]) + chance.whole(1, 9)) % 10)
        altered = number[:place] + digit + number[place + 1 :]
        if not could_be_real(altered):
            return altered


def phone(chance: Chance) -> str:
    """Make a mobile number in a range that no operator has."""
    return f"{chance.one_of(UNASSIGNED_PREFIXES)}{chance.whole(0, 99_999_999):08d}"
