"""Reports: what a store holds about a policy or a speaker, as a page, Markdown or PDF to put beside a story."""
