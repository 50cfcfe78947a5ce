// Policies spoken of together
// Which other policies come up in the articles that speak of a policy, and in how many quotes and articles there.
// :param policy: policy — name or alias of a policy, in whatever case
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param limit: integer = null — rows at most; all if left out
// :table policy, with, quotes, articles, speakers
UNWIND [split(toLower($policy), ' ')] AS words
MATCH (p:Policy)
WHERE p.search CONTAINS ' ' + words[0] AND all(word IN words WHERE p.search CONTAINS ' ' + word)
MATCH (q:Quote)-[about:ABOUT]->(p)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND about.score >= $min_policy_score
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
MATCH (q)-[:APPEARS_IN]->(a:Article)
WITH DISTINCT p, a
MATCH (a)<-[:APPEARS_IN]-(r:Quote)-[beside:ABOUT]->(o:Policy)
WHERE o.id <> p.id AND ($act = 'all' OR r.act = $act)
  AND r.confidence >= $min_confidence
  AND beside.score >= $min_policy_score
  AND ($since IS NULL OR r.published >= date($since))
  AND ($until IS NULL OR r.published <= date($until))
OPTIONAL MATCH (r)<-[:SAID]-(s:Speaker)
WITH p, o, a, r, s
ORDER BY r.id
RETURN p.name AS policy, o.name AS with, count(DISTINCT r) AS quotes, count(DISTINCT a) AS articles,
       count(DISTINCT s) AS speakers, collect(DISTINCT r.id) AS quoteIds, p.id AS policyId, o.id AS withId
ORDER BY articles DESC, quotes DESC, with, policyId, withId
LIMIT toInteger(coalesce($limit, 1000000000))
