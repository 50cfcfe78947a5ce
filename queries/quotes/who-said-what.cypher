// Who said what about a policy
// Every quote about a policy with its speaker, article and date, oldest first. Quotes whose speaker is unsure are kept.
// :param policy: policy = null — name or alias of a policy, in whatever case; all policies if left out
// :param speaker: speaker = null — name or alias of a speaker
// :param type: person|organization|document|group|anonymous = null — only speakers of this type
// :param role: text = null — only speakers with this in their role: mayor, spokesman
// :param outlet: outlet = null — the outlet that published it
// :param stance: for|against|mixed = null — only quotes whose words take this stance to the policy
// :param kind: direct|indirect|mixed = null — only quotes of this kind
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param copies: with|without = with — count the later copies of a statement (echoes) too
// :param limit: integer = null — rows at most; all if left out
// :table date, speaker, said, policy, stance, article, confidence
CALL {
  UNWIND CASE WHEN $policy IS NULL THEN [] ELSE [split(toLower($policy), ' ')] END AS words
  MATCH (p:Policy)
  WHERE p.search CONTAINS ' ' + words[0] AND all(word IN words WHERE p.search CONTAINS ' ' + word)
  MATCH (q:Quote)-[about:ABOUT]->(p)
  RETURN q, about, p
  UNION ALL
  UNWIND CASE WHEN $policy IS NULL AND $speaker IS NOT NULL THEN [split(toLower($speaker), ' ')] ELSE [] END AS words
  MATCH (s:Speaker)
  WHERE s.search CONTAINS ' ' + words[0] AND all(word IN words WHERE s.search CONTAINS ' ' + word)
  MATCH (s)-[:SAID]->(said:Quote)
  WITH DISTINCT said AS q
  MATCH (q)-[about:ABOUT]->(p:Policy)
  RETURN q, about, p
  UNION ALL
  UNWIND CASE WHEN $policy IS NULL AND $speaker IS NULL THEN [1] ELSE [] END AS every
  MATCH (q:Quote)-[about:ABOUT]->(p:Policy)
  RETURN q, about, p
}
WITH q, about, p
WHERE ($stance IS NULL OR about.stance = $stance)
  AND ($kind IS NULL OR q.kind = $kind)
  AND ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND about.score >= $min_policy_score
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
  AND ($copies = 'with' OR NOT EXISTS { (q)-[:ECHOES]->() })
WITH q, p, about
ORDER BY CASE WHEN about.stance IS NULL THEN 1 ELSE 0 END, about.score DESC, about.given
WITH q, p, collect(about)[0] AS about
MATCH (q)-[place:APPEARS_IN]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Outlet)
OPTIONAL MATCH (q)<-[said:SAID]-(s:Speaker)
WITH q, about, p, place, a, o, said, s
WHERE ($speaker IS NULL OR all(word IN split(toLower($speaker), ' ') WHERE s.search CONTAINS ' ' + word))
  AND ($type IS NULL OR s.type = $type)
  AND ($role IS NULL OR toLower(said.role) CONTAINS toLower($role))
  AND ($outlet IS NULL OR toLower(o.name) CONTAINS toLower($outlet))
RETURN q.published AS date, s.name AS speaker, said.role AS role, q.text AS said, p.name AS policy,
       about.stance AS stance, about.evidenceText AS evidence, p.jurisdiction AS jurisdiction,
       o.name AS outlet, a.title AS article, q.confidence AS confidence,
       q.method AS method, said.method AS speakerMethod,
       said.name AS nameInArticle, said.joined AS joined, said.affiliation AS affiliation,
       about.name AS policyInArticle, about.joined AS policyJoined, about.method AS policyMethod, about.score AS policyScore,
       about.stanceScore AS stanceScore, about.evidence AS evidenceOffsets,
       q.kind AS kind, q.act AS act, q.id AS quoteId, s.id AS speakerId, p.id AS policyId, a.id AS articleId, q.link AS link
ORDER BY date, articleId, place.start, place.end, policy, speaker, speakerId, policyId
LIMIT toInteger(coalesce($limit, 1000000000))
