// Graph: who speaks of whom
// Speakers, and what they say that names another speaker.
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param limit: integer = null — quotes at most; all if left out
MATCH path = (s:Speaker)-[:SAID]->(q:Quote)-[:MENTIONS]->(t:Speaker)
WHERE s.id <> t.id AND EXISTS { (t)-[:SAID]->(:Quote) }
  AND ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
RETURN path
ORDER BY q.published DESC, q.id, s.id, t.id
LIMIT toInteger(coalesce($limit, 1000000000))
