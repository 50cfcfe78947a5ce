// Who speaks of whom
// Speakers whose words name another speaker, and what they say.
// :param speaker: speaker = null — only what this speaker says of others
// :param of: speaker = null — only what is said of this speaker
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param limit: integer = null — rows at most; all if left out
// :table date, speaker, of, said, answered, article
CALL {
  UNWIND CASE WHEN $speaker IS NULL THEN [] ELSE [split(toLower($speaker), ' ')] END AS words
  MATCH (s:Speaker)
  WHERE s.search CONTAINS ' ' + words[0] AND all(word IN words WHERE s.search CONTAINS ' ' + word)
  MATCH (s)-[:SAID]->(q:Quote)-[:MENTIONS]->(t:Speaker)
  RETURN s, q, t
  UNION ALL
  UNWIND CASE WHEN $speaker IS NULL AND $of IS NOT NULL THEN [split(toLower($of), ' ')] ELSE [] END AS words
  MATCH (t:Speaker)
  WHERE t.search CONTAINS ' ' + words[0] AND all(word IN words WHERE t.search CONTAINS ' ' + word)
  MATCH (q:Quote)-[:MENTIONS]->(t)
  MATCH (q)<-[:SAID]-(s:Speaker)
  RETURN s, q, t
  UNION ALL
  UNWIND CASE WHEN $speaker IS NULL AND $of IS NULL THEN [1] ELSE [] END AS every
  MATCH (q:Quote)-[:MENTIONS]->(t:Speaker)
  MATCH (q)<-[:SAID]-(s:Speaker)
  RETURN s, q, t
}
WITH DISTINCT s, q, t
WHERE s.id <> t.id
  AND ($of IS NULL OR all(word IN split(toLower($of), ' ') WHERE t.search CONTAINS ' ' + word))
  AND ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
WITH t, collect({speaker: s, quote: q}) AS told
WHERE EXISTS { (t)-[:SAID]->(:Quote) }
UNWIND told AS one
WITH one.speaker AS s, one.quote AS q, t
ORDER BY q.published, q.id, s.name, t.name, s.id, t.id
LIMIT toInteger(coalesce($limit, 1000000000))
MATCH (q)-[:APPEARS_IN]->(a:Article)
RETURN q.published AS date, s.name AS speaker, t.name AS of, q.text AS said,
       CASE WHEN EXISTS { (s)<-[:MENTIONS]-(:Quote)<-[:SAID]-(t) } THEN 'yes' ELSE null END AS answered,
       a.title AS article, q.confidence AS confidence, q.id AS quoteId, s.id AS speakerId, t.id AS ofId, q.link AS link
ORDER BY date, quoteId, speaker, of, speakerId, ofId
