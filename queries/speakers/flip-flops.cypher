// Speakers whose stance changed
// Who took one stance to a policy (for, against, mixed) and later another: each change with both quotes.
// :param policy: policy = null — only this policy
// :param speaker: speaker = null — only this speaker
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param limit: integer = null — rows at most; all if left out
// :table speaker, policy, before, stance, said, after, stanceLater, saidLater
CALL {
  UNWIND CASE WHEN $policy IS NULL THEN [] ELSE [split(toLower($policy), ' ')] END AS words
  MATCH (p:Policy)
  WHERE p.search CONTAINS ' ' + words[0] AND all(word IN words WHERE p.search CONTAINS ' ' + word)
  MATCH (q:Quote)-[b:ABOUT]->(p)
  WHERE b.stance IS NOT NULL
  MATCH (q)<-[:SAID]-(s:Speaker)
  RETURN s, q, b, p
  UNION ALL
  UNWIND CASE WHEN $policy IS NULL AND $speaker IS NOT NULL THEN [split(toLower($speaker), ' ')] ELSE [] END AS words
  MATCH (s:Speaker)
  WHERE s.search CONTAINS ' ' + words[0] AND all(word IN words WHERE s.search CONTAINS ' ' + word)
  MATCH (s)-[:SAID]->(q:Quote)-[b:ABOUT]->(p:Policy)
  WHERE b.stance IS NOT NULL
  RETURN s, q, b, p
  UNION ALL
  UNWIND CASE WHEN $policy IS NULL AND $speaker IS NULL THEN [1] ELSE [] END AS every
  MATCH (s:Speaker)-[:SAID]->(q:Quote)-[b:ABOUT]->(p:Policy)
  WHERE b.stance IS NOT NULL
  RETURN s, q, b, p
}
WITH s, q, b, p
WHERE ($policy IS NULL OR all(word IN split(toLower($policy), ' ') WHERE p.search CONTAINS ' ' + word))
  AND ($speaker IS NULL OR all(word IN split(toLower($speaker), ' ') WHERE s.search CONTAINS ' ' + word))
  AND ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND b.score >= $min_policy_score
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
WITH s, p, q, b.stance AS stance, max(b.score) AS score, max(b.stanceScore) AS stanceScore
ORDER BY q.published, q.id, stance
WITH s, p, collect({quote: q, stance: stance, score: score, stanceScore: stanceScore}) AS told
WHERE size(told) > 1
UNWIND range(1, size(told) - 1) AS n
WITH s, p, told[n - 1] AS one, told[n] AS two
WHERE one.stance <> two.stance AND one.quote.published < two.quote.published
RETURN s.name AS speaker, p.name AS policy, one.quote.published AS before, one.stance AS stance, one.quote.text AS said,
       two.quote.published AS after, two.stance AS stanceLater, two.quote.text AS saidLater,
       one.score AS policyScore, one.stanceScore AS stanceScore, two.score AS policyScoreLater,
       two.stanceScore AS stanceScoreLater, [one.quote.id, two.quote.id] AS quoteIds, s.id AS speakerId, p.id AS policyId
ORDER BY after, speaker, policy, speakerId, policyId
LIMIT toInteger(coalesce($limit, 1000000000))
