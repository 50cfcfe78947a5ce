// What spread where
// Statements of one speaker that several articles carry within 30 days, eight words or more alike: the earliest, and each copy. Of one day, either may be the first.
// :param policy: policy = null — only statements about this policy
// :param speaker: speaker = null — only statements of this speaker
// :param since: date = null — first day
// :param until: date = null — last day
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param limit: integer = null — rows at most; all if left out
// :table date, outlet, said, copied, copyOutlet, speaker
MATCH (c:Quote)-[e:ECHOES]->(q:Quote)
WHERE ($since IS NULL OR c.published >= date($since))
  AND ($until IS NULL OR c.published <= date($until))
  AND ($policy IS NULL OR EXISTS {
    MATCH (q)-[about:ABOUT]->(p:Policy)
    WHERE about.score >= $min_policy_score AND all(word IN split(toLower($policy), ' ') WHERE p.search CONTAINS ' ' + word)
  })
OPTIONAL MATCH (q)<-[:SAID]-(s:Speaker)
WITH c, e, q, s
WHERE ($speaker IS NULL OR all(word IN split(toLower($speaker), ' ') WHERE s.search CONTAINS ' ' + word))
MATCH (q)-[:APPEARS_IN]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Outlet)
MATCH (c)-[:APPEARS_IN]->(b:Article)
OPTIONAL MATCH (b)-[:PUBLISHED_BY]->(r:Outlet)
RETURN q.published AS date, o.name AS outlet, q.text AS said, c.published AS copied, r.name AS copyOutlet, c.text AS copySaid,
       s.name AS speaker, e.words AS words, a.title AS article, b.title AS copyArticle, [q.id, c.id] AS quoteIds, s.id AS speakerId
ORDER BY date, said, copied, copyOutlet, quoteIds, speakerId
LIMIT toInteger(coalesce($limit, 1000000000))
