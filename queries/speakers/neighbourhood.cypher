// The graph around a speaker
// What a speaker said, about which policies, and who else speaks about them: paths, to be looked at in Neo4j Browser or exported.
// :param speaker: speaker — name or alias of a speaker, in whatever case
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param limit: integer = 100 — paths at most
// :table speaker, said, policy, other, otherSaid
MATCH (s:Speaker)
WHERE s.search CONTAINS ' ' + split(toLower($speaker), ' ')[0]
  AND all(word IN split(toLower($speaker), ' ') WHERE s.search CONTAINS ' ' + word)
MATCH path = (s)-[:SAID]->(q:Quote)-[:ABOUT]->(p:Policy)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
WITH s, q, p, path
ORDER BY q.published DESC, q.id, p.id
LIMIT toInteger(coalesce($limit, 1000000000))
OPTIONAL MATCH further = (p)<-[:ABOUT]-(r:Quote)<-[:SAID]-(t:Speaker)
WHERE t.id <> s.id
WITH s, q, p, path, r, t, further
ORDER BY r.published DESC, r.id, t.id
WITH s, q, p, path, collect(r)[0] AS r, collect(t)[0] AS t, collect(further)[0] AS further
RETURN s.name AS speaker, q.text AS said, p.name AS policy, t.name AS other, r.text AS otherSaid, path, further,
       q.id AS quoteId, [id IN [q.id, r.id] WHERE id IS NOT NULL] AS quoteIds
ORDER BY said, policy, quoteId
