"""When demands on a credit card are effective, which malicious overdraft needs two of."""
