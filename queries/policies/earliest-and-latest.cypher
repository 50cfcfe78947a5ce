// The first and the last word on a policy
// For each speaker on a policy: the first and the latest quote, and how many there are; undated articles are left out.
// :param policy: policy — name or alias of a policy, in whatever case
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param copies: with|without = with — count the later copies of a statement (echoes) too
// :param limit: integer = null — rows at most; all if left out
// :table speaker, policy, quotes, first, saidFirst, last, saidLast
UNWIND [split(toLower($policy), ' ')] AS words
MATCH (p:Policy)
WHERE p.search CONTAINS ' ' + words[0] AND all(word IN words WHERE p.search CONTAINS ' ' + word)
MATCH (q:Quote)-[about:ABOUT]->(p)
WHERE q.published IS NOT NULL
  AND ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND about.score >= $min_policy_score
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
  AND ($copies = 'with' OR NOT EXISTS { (q)-[:ECHOES]->() })
MATCH (q)<-[:SAID]-(s:Speaker)
WITH DISTINCT s, p, q
ORDER BY q.published, q.id
WITH s, p, collect(q) AS quotes
WITH s, p, size(quotes) AS number, quotes[0] AS one, quotes[size(quotes) - 1] AS two
RETURN s.name AS speaker, p.name AS policy, number AS quotes, one.published AS first, one.text AS saidFirst,
       two.published AS last, two.text AS saidLast, [one.id, two.id] AS quoteIds, s.id AS speakerId, p.id AS policyId
ORDER BY first, speaker, policy, speakerId, policyId
LIMIT toInteger(coalesce($limit, 1000000000))
