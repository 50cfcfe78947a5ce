"""Quotes in, a graph out: Neo4j by its address, or the embedded engine in a folder. Knows nothing of text analysis."""
