// Graph: who said what
// The speakers about a policy, their quotes and the policy; a quote whose speaker is unsure stands alone.
// :param policy: policy — name or alias of a policy, in whatever case
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param limit: integer = null — quotes at most; all if left out
MATCH (p:Policy)
WHERE p.search CONTAINS ' ' + split(toLower($policy), ' ')[0]
  AND all(word IN split(toLower($policy), ' ') WHERE p.search CONTAINS ' ' + word)
MATCH about = (q:Quote)-[line:ABOUT]->(p)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND line.score >= $min_policy_score
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
WITH q, p, about
ORDER BY q.published, q.id, p.id
LIMIT toInteger(coalesce($limit, 1000000000))
OPTIONAL MATCH said = (q)<-[:SAID]-(:Speaker)
RETURN about, said
