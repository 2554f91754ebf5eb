"""Numbers into words: the text columns of a block of debtors, made as Arrow arrays."""
