// Unnamed sources by outlet
// How much of what each outlet quotes is by people without a name, groups, or nobody that it tells.
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param copies: with|without = with — count the later copies of a statement (echoes) too
// :table outlet, quotes, anonymous, groups, nobody, share
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
  AND ($copies = 'with' OR NOT EXISTS { (q)-[:ECHOES]->() })
MATCH (q)-[:APPEARS_IN]->(:Article)-[:PUBLISHED_BY]->(o:Outlet)
OPTIONAL MATCH (q)<-[:SAID]-(s:Speaker)
WITH o, q.id AS id, min(CASE WHEN s IS NULL THEN 3 WHEN s.type = 'anonymous' THEN 1 WHEN s.type = 'group' THEN 2 ELSE 0 END) AS kind
WITH o, count(id) AS quotes, sum(CASE WHEN kind = 1 THEN 1 ELSE 0 END) AS anonymous,
     sum(CASE WHEN kind = 2 THEN 1 ELSE 0 END) AS groups, sum(CASE WHEN kind = 3 THEN 1 ELSE 0 END) AS nobody,
     collect(CASE WHEN kind = 0 THEN null ELSE id END) AS ids
UNWIND CASE WHEN size(ids) = 0 THEN [null] ELSE ids END AS id
WITH o, quotes, anonymous, groups, nobody, id
ORDER BY id
RETURN o.name AS outlet, quotes, anonymous, groups, nobody, 1.0 * (anonymous + groups + nobody) / quotes AS share,
       collect(id) AS quoteIds
ORDER BY share DESC, outlet
