// Quotes a month
// How much was said each month about a policy, by a speaker, or at all; undated articles are left out.
// :param policy: policy = null — only quotes about this policy
// :param speaker: speaker = null — only what this speaker said
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param copies: with|without = with — count the later copies of a statement (echoes) too
// :table month, quotes, speakers, articles
CALL {
  UNWIND CASE WHEN $policy IS NULL THEN [] ELSE [split(toLower($policy), ' ')] END AS words
  MATCH (p:Policy)
  WHERE p.search CONTAINS ' ' + words[0] AND all(word IN words WHERE p.search CONTAINS ' ' + word)
  MATCH (q:Quote)-[about:ABOUT]->(p)
  WHERE about.score >= $min_policy_score
  RETURN q
  UNION
  UNWIND CASE WHEN $policy IS NULL AND $speaker IS NOT NULL THEN [split(toLower($speaker), ' ')] ELSE [] END AS words
  MATCH (s:Speaker)
  WHERE s.search CONTAINS ' ' + words[0] AND all(word IN words WHERE s.search CONTAINS ' ' + word)
  MATCH (s)-[:SAID]->(q:Quote)
  RETURN q
  UNION
  UNWIND CASE WHEN $policy IS NULL AND $speaker IS NULL THEN [1] ELSE [] END AS every
  MATCH (q:Quote)
  WHERE q.published >= date(coalesce($since, '0001-01-01')) AND q.published <= date(coalesce($until, '9999-12-31'))
  RETURN q
}
WITH q
WHERE q.published IS NOT NULL
  AND ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
  AND ($copies = 'with' OR NOT EXISTS { (q)-[:ECHOES]->() })
MATCH (q)-[:APPEARS_IN]->(a:Article)
OPTIONAL MATCH (q)<-[:SAID]-(s:Speaker)
WITH q, a, s
WHERE ($speaker IS NULL OR all(word IN split(toLower($speaker), ' ') WHERE s.search CONTAINS ' ' + word))
WITH date({year: q.published.year, month: q.published.month, day: 1}) AS month, q, a, s
ORDER BY q.id
RETURN month, count(DISTINCT q) AS quotes, count(DISTINCT s) AS speakers, count(DISTINCT a) AS articles,
       collect(DISTINCT q.id) AS quoteIds
ORDER BY month
