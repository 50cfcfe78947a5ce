// Quotes without a speaker
// Quotes whose source nobody could be found for, the surest first: for a person to look at.
// :param policy: policy = null — only quotes about this policy
// :param outlet: outlet = null — the outlet that published it
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param limit: integer = null — rows at most; all if left out
// :table date, source, cue, said, article, confidence
CALL {
  UNWIND CASE WHEN $since IS NULL AND $until IS NULL THEN [1] ELSE [] END AS every
  MATCH (q:Quote)
  RETURN q
  UNION ALL
  UNWIND CASE WHEN $since IS NULL AND $until IS NULL THEN [] ELSE [1] END AS every
  MATCH (q:Quote)
  WHERE q.published >= date(coalesce($since, '0001-01-01')) AND q.published <= date(coalesce($until, '9999-12-31'))
  RETURN q
}
WITH q
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND NOT EXISTS { (q)<-[:SAID]-(:Speaker) }
  AND ($policy IS NULL OR EXISTS {
    MATCH (q)-[about:ABOUT]->(p:Policy)
    WHERE about.score >= $min_policy_score AND all(word IN split(toLower($policy), ' ') WHERE p.search CONTAINS ' ' + word)
  })
MATCH (q)-[place:APPEARS_IN]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Outlet)
WITH q, place, a, o
WHERE ($outlet IS NULL OR toLower(o.name) CONTAINS toLower($outlet))
RETURN q.published AS date, q.sourceText AS source, q.cueText AS cue, q.text AS said, a.title AS article, o.name AS outlet,
       q.confidence AS confidence, q.method AS method, q.kind AS kind, q.id AS quoteId, a.id AS articleId, q.link AS link
ORDER BY confidence DESC, date, articleId, place.start, quoteId
LIMIT toInteger(coalesce($limit, 1000000000))
