// Policies with one speaker only
// What only one side was asked about: policies on which a single speaker is on record.
// :param min_quotes: integer = 1 — only policies with at least as many quotes
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param limit: integer = null — rows at most; all if left out
// :table policy, jurisdiction, speaker, quotes, first, last
MATCH (p:Policy)<-[about:ABOUT]-(q:Quote)<-[:SAID]-(s:Speaker)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND about.score >= $min_policy_score
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
WITH p, min(s.id) AS one, max(s.id) AS other, count(DISTINCT q) AS quotes, min(q.published) AS first,
     max(q.published) AS last, collect(DISTINCT q.id) AS ids
WHERE one = other AND quotes >= $min_quotes
WITH p, one, quotes, first, last, ids
ORDER BY quotes DESC, p.name, p.id
LIMIT toInteger(coalesce($limit, 1000000000))
MATCH (s:Speaker {id: one})
UNWIND ids AS id
WITH p, s, quotes, first, last, id
ORDER BY id
RETURN p.name AS policy, p.jurisdiction AS jurisdiction, s.name AS speaker, quotes, first, last, collect(id) AS quoteIds,
       p.id AS policyId, s.id AS speakerId
ORDER BY quotes DESC, policy, policyId
