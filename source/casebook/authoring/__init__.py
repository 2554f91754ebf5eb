"""What authors work with: lint of content and notebooks, stored outputs, the search for keys."""
