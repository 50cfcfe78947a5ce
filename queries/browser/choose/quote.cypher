// Choose a quote
// Sets every parameter of the saved questions, with the latest quote.
// Another: `:param quote => '58933fdcc009:349-399'`, a quoteId of any answer.
// :table quote
OPTIONAL MATCH (dated:Quote)
WHERE dated.published IS NOT NULL
WITH dated
ORDER BY dated.published DESC, dated.id
LIMIT 1
OPTIONAL MATCH (q:Quote)
WITH dated, q
LIMIT 1
WITH coalesce(dated.id, q.id) AS quote
