// Choose: the latest quote
// Sets every parameter of the saved questions. Another quote: `:param quote => '58933fdcc009:349-399'`, a quoteId of any answer.
MATCH (q:Quote)-[:APPEARS_IN]->(a:Article)
WHERE q.published IS NOT NULL
WITH q.id AS quote, a.id AS article
ORDER BY q.published DESC, quote
LIMIT 1
