"""Interest under Chinese law: ceilings, schedules, order of payment, the cost of a loan."""
