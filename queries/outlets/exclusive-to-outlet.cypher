// Speakers whom only one outlet quotes
// Who is quoted about a policy by a single outlet, and so not by any other.
// :param policy: policy — name or alias of a policy, in whatever case
// :param outlet: outlet = null — only those of this outlet
// :param type: person|organization|document|group|anonymous = null — only speakers of this type
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param limit: integer = null — rows at most; all if left out
// :table outlet, speaker, type, policy, quotes, first, last
UNWIND [split(toLower($policy), ' ')] AS words
MATCH (p:Policy)
WHERE p.search CONTAINS ' ' + words[0] AND all(word IN words WHERE p.search CONTAINS ' ' + word)
MATCH (q:Quote)-[about:ABOUT]->(p)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND about.score >= $min_policy_score
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
MATCH (q)<-[:SAID]-(s:Speaker)
WHERE ($type IS NULL OR s.type = $type)
MATCH (q)-[:APPEARS_IN]->(:Article)-[:PUBLISHED_BY]->(o:Outlet)
WITH DISTINCT s, p, q, o
ORDER BY q.id
WITH s, p, collect(DISTINCT o.name) AS outlets, count(q) AS quotes, min(q.published) AS first, max(q.published) AS last,
     collect(q.id) AS quoteIds
WHERE size(outlets) = 1 AND ($outlet IS NULL OR toLower(outlets[0]) CONTAINS toLower($outlet))
RETURN outlets[0] AS outlet, s.name AS speaker, s.type AS type, p.name AS policy, quotes, first, last, quoteIds,
       s.id AS speakerId, p.id AS policyId
ORDER BY outlet, quotes DESC, speaker, policy, speakerId, policyId
LIMIT toInteger(coalesce($limit, 1000000000))
