"""What contact rules are made of, and the tables themselves, one a jurisdiction."""
