// The most quoted speakers
// How often each speaker is quoted, in how many articles and outlets, and when.
// :param type: person|organization|document|group|anonymous = null — only speakers of this type
// :param outlet: outlet = null — only what this outlet published
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param copies: with|without = with — count the later copies of a statement (echoes) too
// :param limit: integer = null — rows at most; all if left out
// :table speaker, type, quotes, articles, outlets, first, last
CALL {
  UNWIND CASE WHEN $since IS NULL AND $until IS NULL THEN [1] ELSE [] END AS every
  MATCH (q:Quote)
  RETURN q
  UNION ALL
  UNWIND CASE WHEN $since IS NULL AND $until IS NULL THEN [] ELSE [1] END AS every
  MATCH (q:Quote)
  WHERE q.published >= date(coalesce($since, '0001-01-01')) AND q.published <= date(coalesce($until, '9999-12-31'))
  RETURN q
}
WITH q
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND ($copies = 'with' OR NOT EXISTS { (q)-[:ECHOES]->() })
  AND ($outlet IS NULL OR EXISTS {
    MATCH (q)-[:APPEARS_IN]->(:Article)-[:PUBLISHED_BY]->(o:Outlet) WHERE toLower(o.name) CONTAINS toLower($outlet)
  })
MATCH (s:Speaker)-[:SAID]->(q)
WHERE ($type IS NULL OR s.type = $type)
WITH s, count(DISTINCT q) AS quotes
ORDER BY quotes DESC, s.name, s.id
LIMIT toInteger(coalesce($limit, 1000000000))
MATCH (s)-[:SAID]->(q:Quote)-[:APPEARS_IN]->(a:Article)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
  AND ($copies = 'with' OR NOT EXISTS { (q)-[:ECHOES]->() })
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Outlet)
WITH s, quotes, q, a, o
ORDER BY q.id
WHERE ($outlet IS NULL OR toLower(o.name) CONTAINS toLower($outlet))
RETURN s.name AS speaker, s.type AS type, quotes, count(DISTINCT a) AS articles, count(DISTINCT o) AS outlets,
       min(q.published) AS first, max(q.published) AS last, s.id AS speakerId, collect(DISTINCT q.id) AS quoteIds
ORDER BY quotes DESC, speaker, speakerId
