// Which outlet quotes whom on a policy
// For each outlet the speakers that it quotes about a policy, the most quoted first.
// :param policy: policy — name or alias of a policy, in whatever case
// :param type: person|organization|document|group|anonymous = null — only speakers of this type
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param copies: with|without = with — count the later copies of a statement (echoes) too
// :param limit: integer = null — rows at most; all if left out
// :table outlet, speaker, policy, quotes, for, against, mixed
UNWIND [split(toLower($policy), ' ')] AS words
MATCH (p:Policy)
WHERE p.search CONTAINS ' ' + words[0] AND all(word IN words WHERE p.search CONTAINS ' ' + word)
MATCH (q:Quote)-[about:ABOUT]->(p)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND about.score >= $min_policy_score
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
  AND ($copies = 'with' OR NOT EXISTS { (q)-[:ECHOES]->() })
MATCH (q)<-[:SAID]-(s:Speaker)
WHERE ($type IS NULL OR s.type = $type)
MATCH (q)-[:APPEARS_IN]->(:Article)-[:PUBLISHED_BY]->(o:Outlet)
WITH o, s, p, q, max(about.stance) AS stance
ORDER BY q.id
RETURN o.name AS outlet, s.name AS speaker, p.name AS policy, count(q) AS quotes,
       sum(CASE WHEN stance = 'for' THEN 1 ELSE 0 END) AS for,
       sum(CASE WHEN stance = 'against' THEN 1 ELSE 0 END) AS against,
       sum(CASE WHEN stance = 'mixed' THEN 1 ELSE 0 END) AS mixed,
       collect(q.id) AS quoteIds, s.id AS speakerId, p.id AS policyId
ORDER BY outlet, quotes DESC, speaker, policy, speakerId, policyId
LIMIT toInteger(coalesce($limit, 1000000000))
