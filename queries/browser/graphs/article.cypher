// Graph: an article
// Who is quoted in an article, with what, about which policies, and the outlet that published it.
// :param quote: text — id of one of its quotes, or its own
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
MATCH (one:Quote)-[:APPEARS_IN]->(a:Article)
WHERE one.id STARTS WITH $quote AND NOT substring(one.id, size($quote), 1) IN ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
WITH DISTINCT a
OPTIONAL MATCH published = (a)-[:PUBLISHED_BY]->(:Outlet)
OPTIONAL MATCH place = (a)<-[:APPEARS_IN]-(q:Quote)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
OPTIONAL MATCH said = (q)<-[:SAID]-(s:Speaker)
OPTIONAL MATCH about = (q)-[line:ABOUT]->(p:Policy)
WHERE line.score >= $min_policy_score
RETURN a, published, place, said, about
ORDER BY q.id, s.id, p.id
