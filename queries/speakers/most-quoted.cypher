// The most quoted speakers
// How often each speaker is quoted, in how many articles and outlets, and when.
// :param type: person|organization|document|group|anonymous = null — only speakers of this type
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param limit: integer = null — rows at most; all if left out
// :table speaker, type, quotes, articles, outlets, first, last
MATCH (s:Speaker)-[:SAID]->(q:Quote)-[:APPEARS_IN]->(a:Article)
WHERE ($type IS NULL OR s.type = $type)
  AND ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Outlet)
WITH s, q, a, o
ORDER BY q.id
RETURN s.name AS speaker, s.type AS type, count(DISTINCT q) AS quotes, count(DISTINCT a) AS articles,
       count(DISTINCT o) AS outlets, min(q.published) AS first, max(q.published) AS last, s.id AS speakerId,
       collect(DISTINCT q.id) AS quoteIds
ORDER BY quotes DESC, speaker, speakerId
LIMIT toInteger(coalesce($limit, 1000000000))
