"""The planted layer: contradictions put into a clean block, each recorded apart.

A flag of `flags.yaml` stands where its definition is met, and nowhere else. Who gets which is drawn
first (`choose`); rates and whole histories are changed before the tables are written (`agreements`,
`lapse`, `conduct`), single cells and papers after it. `layer` holds the order of all that.
"""
