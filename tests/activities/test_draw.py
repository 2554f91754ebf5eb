import subprocess
import sys
from collections import Counter

from casebook.activities.draw import opaque, order, variant


def test_a_variant_is_the_same_in_another_process():
    code = "from casebook.activities.draw import variant; print(variant('c', 'a', 'ann', 100))"

    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert int(other.stdout) == variant("c", "a", "ann", 100)


def test_variants_spread_evenly():
    drawn = Counter(variant("course", "file-review", f"learner-{n}", 10) for n in range(5000))

    assert set(drawn) == set(range(10))
    assert max(drawn.values()) < 1.2 * min(drawn.values())


def test_parts_do_not_run_together():
    assert opaque("ab", "c") != opaque("a", "bc")


def test_an_order_loses_nothing():
    assert sorted(order(range(20), "key")) == list(range(20))
