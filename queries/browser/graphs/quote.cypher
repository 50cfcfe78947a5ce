// Graph: a quote
// One quote with its speaker, article and outlet, what it is about, whom it names, whom it was told to, and its copies.
// :param quote: text — id of a quote, or the beginning of one
MATCH (q:Quote)
WHERE q.id STARTS WITH $quote AND NOT substring(q.id, size($quote), 1) IN ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
OPTIONAL MATCH around = (q)-[:SAID|APPEARS_IN|ABOUT|MENTIONS|TOLD_TO|ECHOES]-()
OPTIONAL MATCH published = (q)-[:APPEARS_IN]->(:Article)-[:PUBLISHED_BY]->(:Outlet)
RETURN q, around, published
ORDER BY q.id
