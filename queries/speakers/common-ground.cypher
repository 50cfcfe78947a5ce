// Policies that two speakers both speak about
// Every policy on which two speakers are both quoted, with their stances.
// :param speaker: speaker — one of the two
// :param other: speaker — the other
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param limit: integer = null — rows at most; all if left out
// :table policy, speaker, quotes, stance, other, otherQuotes, otherStance
MATCH (s:Speaker)
WHERE s.search CONTAINS ' ' + split(toLower($speaker), ' ')[0]
  AND all(word IN split(toLower($speaker), ' ') WHERE s.search CONTAINS ' ' + word)
MATCH (t:Speaker)
WHERE t.search CONTAINS ' ' + split(toLower($other), ' ')[0]
  AND all(word IN split(toLower($other), ' ') WHERE t.search CONTAINS ' ' + word) AND t.id <> s.id
MATCH (s)-[:SAID]->(q:Quote)-[mine:ABOUT]->(p:Policy)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
WITH s, t, p, q, mine
ORDER BY q.id, mine.stance
WITH s, t, p, count(DISTINCT q) AS quotes, collect(DISTINCT mine.stance) AS stance, collect(DISTINCT q.id) AS ids
MATCH (t)-[:SAID]->(r:Quote)-[theirs:ABOUT]->(p)
WHERE ($act = 'all' OR r.act = $act)
  AND r.confidence >= $min_confidence
  AND ($since IS NULL OR r.published >= date($since))
  AND ($until IS NULL OR r.published <= date($until))
WITH s, t, p, quotes, stance, ids, r, theirs
ORDER BY r.id, theirs.stance
WITH s, t, p, quotes, stance, ids, count(DISTINCT r) AS otherQuotes, collect(DISTINCT theirs.stance) AS otherStance,
     collect(DISTINCT r.id) AS otherIds
RETURN p.name AS policy, s.name AS speaker, quotes, stance, t.name AS other, otherQuotes, otherStance,
       ids + otherIds AS quoteIds, p.id AS policyId, s.id AS speakerId, t.id AS otherId
ORDER BY quotes + otherQuotes DESC, policy, policyId, speakerId, otherId
LIMIT toInteger(coalesce($limit, 1000000000))
