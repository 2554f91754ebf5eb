"""A lender's book simulated month by month: arrays of numbers, a block of debtors at a time."""
