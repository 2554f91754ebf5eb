"""Fuzz what strangers write: the journal and the channel of a run, for so many minutes.

``make bench ARGS=fuzz`` takes ten; `FUZZ_MINUTES` says otherwise. Each property is given what
Hypothesis reads out of random bytes, again and again; the first that does not hold ends it.
"""

import os
import random
import time

from activities import test_journal
from grading.sandbox import test_transcript

PROPERTIES = (
    test_journal.test_no_bytes_break_the_reader,
    test_journal.test_a_well_summed_record_of_any_values_is_an_entry_or_damaged,
    test_journal.test_whatever_lies_between_them_every_whole_answer_is_kept,
    test_transcript.test_any_bytes_are_taken,
    test_transcript.test_any_messages_are_taken_and_what_is_kept_can_be_stored,
    test_transcript.test_what_is_sent_arrives_in_whatever_pieces,
)
LARGEST = 4_096


def main() -> None:
    minutes = float(os.environ.get("FUZZ_MINUTES", "10"))
    seed = random.SystemRandom().getrandbits(32)
    draw = random.Random(seed)
    tried = dict.fromkeys(PROPERTIES, 0)
    until = time.monotonic() + 60 * minutes
    while time.monotonic() < until:
        for test in PROPERTIES:
            raw = draw.randbytes(int(LARGEST ** draw.random()))
            if test.hypothesis.fuzz_one_input(raw) is not None:
                tried[test] += 1
    print(f"{minutes:g} minutes, seed {seed}; none failed")
    for test, times in tried.items():
        print(f"{times:>9,}  {test.__name__}")
