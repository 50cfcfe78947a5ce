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
UNWIND [split(toLower($speaker), ' ')] AS words
MATCH (s:Speaker)
WHERE s.search CONTAINS ' ' + words[0] AND all(word IN words WHERE s.search CONTAINS ' ' + word)
MATCH (s)-[:SAID]->(q:Quote)-[about:ABOUT]->(p:Policy)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
WITH s, p, q, about
ORDER BY q.id, about.stance
WITH s, p.id AS policy, count(DISTINCT q) AS quotes, collect(DISTINCT about.stance) AS stance, collect(DISTINCT q.id) AS ids
WITH s, collect({policy: policy, quotes: quotes, stance: stance, ids: ids}) AS mine
UNWIND [split(toLower($other), ' ')] AS words
MATCH (t:Speaker)
WHERE t.search CONTAINS ' ' + words[0] AND all(word IN words WHERE t.search CONTAINS ' ' + word) AND t.id <> s.id
MATCH (t)-[:SAID]->(q:Quote)-[about:ABOUT]->(p:Policy)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
WITH s, mine, t, p, q, about
ORDER BY q.id, about.stance
WITH s, mine, t, p, count(DISTINCT q) AS quotes, collect(DISTINCT about.stance) AS stance, collect(DISTINCT q.id) AS ids
UNWIND [one IN mine WHERE one.policy = p.id] AS one
RETURN p.name AS policy, s.name AS speaker, one.quotes AS quotes, one.stance AS stance, t.name AS other,
       quotes AS otherQuotes, stance AS otherStance, one.ids + ids AS quoteIds, p.id AS policyId, s.id AS speakerId,
       t.id AS otherId
ORDER BY one.quotes + otherQuotes DESC, policy, policyId, speakerId, otherId
LIMIT toInteger(coalesce($limit, 1000000000))
