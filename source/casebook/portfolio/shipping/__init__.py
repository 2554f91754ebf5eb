"""A portfolio of any size made block by block, written to a folder and checked there."""
