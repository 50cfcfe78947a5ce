// Quotes on a policy by outlet
// How many quotes about a policy each outlet has carried.
// :param policy: policy — name of a policy, in whatever case
// :param least: integer = 1 — only outlets with at least as many quotes
// :table outlet, quotes
MATCH (p:Policy)<-[:ABOUT]-(q:Quote)-[:APPEARS_IN]->(:Article)-[:PUBLISHED_BY]->(o:Outlet)
WHERE toLower(p.name) = toLower($policy)
WITH o.name AS outlet, count(DISTINCT q) AS quotes, collect(DISTINCT q.id) AS quoteIds
WHERE quotes >= $least
RETURN outlet, quotes, quoteIds
ORDER BY quotes DESC, outlet
