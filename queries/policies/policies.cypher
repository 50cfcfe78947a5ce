// The policies
// Every policy that somebody is quoted about, with its other names, areas and how much was said.
// :param policy: policy = null — only policies of this name or alias
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param limit: integer = null — rows at most; all if left out
// :table policy, jurisdiction, aliases, areas, quotes, speakers, articles, first, last
MATCH (p:Policy)
WHERE ($policy IS NULL OR all(word IN split(toLower($policy), ' ') WHERE p.search CONTAINS ' ' + word))
MATCH (p)<-[about:ABOUT]-(q:Quote)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND about.score >= $min_policy_score
WITH p, count(DISTINCT q) AS quotes, min(q.published) AS first, max(q.published) AS last
ORDER BY quotes DESC, p.name, p.id
LIMIT toInteger(coalesce($limit, 1000000000))
MATCH (p)<-[about:ABOUT]-(q:Quote)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND about.score >= $min_policy_score
MATCH (q)-[:APPEARS_IN]->(a:Article)
OPTIONAL MATCH (q)<-[:SAID]-(s:Speaker)
WITH p, quotes, first, last, q, s, a
ORDER BY q.id
WITH p, quotes, first, last, count(DISTINCT s) AS speakers, count(DISTINCT a) AS articles,
     collect(DISTINCT q.id) AS quoteIds
OPTIONAL MATCH (p)-[:IN_AREA]->(t:Topic)
WITH p, quotes, speakers, articles, first, last, quoteIds, t
ORDER BY t.name
RETURN p.name AS policy, p.jurisdiction AS jurisdiction, [alias IN p.aliases WHERE alias <> p.name] AS aliases, collect(t.name) AS areas,
       quotes, speakers, articles, first, last, p.id AS policyId, quoteIds
ORDER BY quotes DESC, policy, policyId
