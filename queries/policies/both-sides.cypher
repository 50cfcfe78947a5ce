// Both sides of a policy
// Who speaks for a policy and who against it, each with the words that say so.
// :param policy: policy — name or alias of a policy, in whatever case
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param copies: with|without = with — count the later copies of a statement (echoes) too
// :param limit: integer = null — rows at most; all if left out
// :table stance, speaker, role, evidence, said, date, article
UNWIND [split(toLower($policy), ' ')] AS words
MATCH (p:Policy)
WHERE p.search CONTAINS ' ' + words[0] AND all(word IN words WHERE p.search CONTAINS ' ' + word)
MATCH (q:Quote)-[about:ABOUT]->(p)
WHERE about.stance IS NOT NULL
  AND ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND about.score >= $min_policy_score
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
  AND ($copies = 'with' OR NOT EXISTS { (q)-[:ECHOES]->() })
WITH q, p, about
ORDER BY about.score DESC, about.given
WITH q, p, collect(about)[0] AS about
MATCH (q)<-[said:SAID]-(s:Speaker)
MATCH (q)-[:APPEARS_IN]->(a:Article)
RETURN about.stance AS stance, s.name AS speaker, said.role AS role, about.evidenceText AS evidence, q.text AS said,
       q.published AS date, a.title AS article, p.name AS policy, about.evidence AS evidenceOffsets,
       about.score AS policyScore, about.stanceScore AS stanceScore, q.confidence AS confidence, said.method AS speakerMethod, q.id AS quoteId, s.id AS speakerId, p.id AS policyId, q.link AS link
ORDER BY CASE stance WHEN 'for' THEN 0 WHEN 'against' THEN 1 ELSE 2 END, date, quoteId, speaker, speakerId, policyId
LIMIT toInteger(coalesce($limit, 1000000000))
