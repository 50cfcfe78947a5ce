// What a speaker said
// Everything that a speaker is quoted with, in order of time, with each change of stance to a policy.
// :param speaker: speaker — name or alias of a speaker, in whatever case
// :param policy: policy = null — only what is about this policy
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param min_policy_score: number = 0.0 — leave out policies that a quote is less likely about, from 0 to 1
// :param limit: integer = null — rows at most; all if left out
// :table date, speaker, said, policies, stance, changed, article, confidence
UNWIND [split(toLower($speaker), ' ')] AS words
MATCH (s:Speaker)
WHERE s.search CONTAINS ' ' + words[0] AND all(word IN words WHERE s.search CONTAINS ' ' + word)
MATCH (s)-[said:SAID]->(q:Quote)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
  AND ($policy IS NULL OR EXISTS {
    MATCH (q)-[named:ABOUT]->(n:Policy)
    WHERE named.score >= $min_policy_score AND all(word IN split(toLower($policy), ' ') WHERE n.search CONTAINS ' ' + word)
  })
MATCH (q)-[place:APPEARS_IN]->(a:Article)
WITH s, said, q, place, a
ORDER BY q.published, a.id, place.start, place.end, s.name, s.id
LIMIT toInteger(coalesce($limit, 1000000000))
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Outlet)
OPTIONAL MATCH (q)-[about:ABOUT]->(p:Policy)
WHERE about.score >= $min_policy_score
OPTIONAL MATCH (s)-[:SAID]->(e:Quote)-[earlier:ABOUT]->(p)
WHERE about.stance IS NOT NULL AND earlier.stance IS NOT NULL AND earlier.score >= $min_policy_score
  AND e.published < q.published
WITH s, said, q, place, a, o, p, about, earlier, e
ORDER BY p.name, p.id, about.given, e.published DESC, e.id
WITH s, said, q, place, a, o, p, about, collect(earlier.stance)[0] AS before
WITH s, said, q, place, a, o, collect(DISTINCT p.name) AS policies,
     collect(DISTINCT CASE WHEN about.stance IS NULL THEN null ELSE about.stance + ' ' + p.name END) AS stance,
     collect(DISTINCT CASE WHEN before <> about.stance THEN 'was ' + before + ' ' + p.name ELSE null END) AS changed,
     collect(DISTINCT p.name + ': ' + toString(about.score) + ' ' + about.method) AS policyScores,
     collect(DISTINCT about.stance + ' ' + p.name + ': ' + toString(about.stanceScore)) AS stanceScores,
     collect(DISTINCT about.evidenceText) AS evidence
RETURN q.published AS date, s.name AS speaker, said.role AS role, q.text AS said, policies, stance, changed, evidence,
       policyScores, stanceScores, o.name AS outlet, a.title AS article, q.confidence AS confidence, q.method AS method,
       said.method AS speakerMethod, said.name AS nameInArticle, said.joined AS joined, said.affiliation AS affiliation,
       q.kind AS kind, q.act AS act, q.id AS quoteId, s.id AS speakerId, a.id AS articleId, q.link AS link
ORDER BY date, articleId, place.start, place.end, speaker, speakerId
