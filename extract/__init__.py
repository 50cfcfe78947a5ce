"""Articles in, quotes out. Knows nothing of graphs."""
