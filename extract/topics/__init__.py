"""About what: the specific policies of a quote, and the policy areas that they fall in."""
