// Policies that two speakers both speak about
// Every policy on which two speakers are both quoted, with their stances.
// :param speaker: speaker — one of the two
// :param other: speaker — the other
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param limit: integer = null — rows at most; all if left out
// :table policy, speaker, quotes, stance, other, otherQuotes, otherStance
CALL {
  UNWIND [split(toLower($speaker), ' ')] AS words
  MATCH (s:Speaker)
  WHERE s.search CONTAINS ' ' + words[0] AND all(word IN words WHERE s.search CONTAINS ' ' + word)
  MATCH (s)-[:SAID]->(q:Quote)-[about:ABOUT]->(p:Policy)
  RETURN 1 AS side, s, q, about, p
  UNION ALL
  UNWIND [split(toLower($other), ' ')] AS words
  MATCH (s:Speaker)
  WHERE s.search CONTAINS ' ' + words[0] AND all(word IN words WHERE s.search CONTAINS ' ' + word)
  MATCH (s)-[:SAID]->(q:Quote)-[about:ABOUT]->(p:Policy)
  RETURN 2 AS side, s, q, about, p
}
WITH side, s, q, about, p
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND about.score >= $min_policy_score
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
WITH side, s, p, q.id AS id, about.stance AS stance
ORDER BY id, stance
WITH side, s, p, count(DISTINCT id) AS quotes, collect(DISTINCT stance) AS stance, collect(DISTINCT id) AS ids
WITH p, collect({side: side, id: s.id, name: s.name, quotes: quotes, stance: stance, ids: ids}) AS sides
UNWIND [one IN sides WHERE one.side = 1] AS one
UNWIND [two IN sides WHERE two.side = 2 AND two.id <> one.id] AS two
RETURN p.name AS policy, one.name AS speaker, one.quotes AS quotes, one.stance AS stance, two.name AS other,
       two.quotes AS otherQuotes, two.stance AS otherStance, one.ids + two.ids AS quoteIds, p.id AS policyId,
       one.id AS speakerId, two.id AS otherId
ORDER BY one.quotes + two.quotes DESC, policy, policyId, speakerId, otherId
LIMIT toInteger(coalesce($limit, 1000000000))
