// The graph around a speaker
// What a speaker said, about which policies, and who else speaks about them: paths, to be looked at in Neo4j Browser or exported.
// :param speaker: speaker — name or alias of a speaker, in whatever case
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param limit: integer = 100 — paths at most
// :table speaker, said, policy, other, otherSaid
UNWIND [split(toLower($speaker), ' ')] AS words
MATCH (s:Speaker)
WHERE s.search CONTAINS ' ' + words[0] AND all(word IN words WHERE s.search CONTAINS ' ' + word)
MATCH path = (s)-[:SAID]->(q:Quote)-[about:ABOUT]->(p:Policy)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND about.score >= $min_policy_score
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
WITH s, q, p, path
ORDER BY q.published DESC, q.id, p.id
LIMIT toInteger(coalesce($limit, 1000000000))
WITH s, p, collect(path) AS paths
OPTIONAL MATCH further = (p)<-[beside:ABOUT]-(r:Quote)<-[:SAID]-(t:Speaker)
WHERE t.id <> s.id AND beside.score >= $min_policy_score
WITH s, p, paths, r, t, further
ORDER BY r.published DESC, r.id, t.id
WITH s, p, paths, collect(r)[0] AS r, collect(t)[0] AS t, collect(further)[0] AS further
UNWIND paths AS path
WITH s, nodes(path)[1] AS q, p, path, r, t, further
RETURN s.name AS speaker, q.text AS said, p.name AS policy, t.name AS other, r.text AS otherSaid, path, further,
       q.id AS quoteId, [id IN [q.id, r.id] WHERE id IS NOT NULL] AS quoteIds
ORDER BY said, policy, quoteId
