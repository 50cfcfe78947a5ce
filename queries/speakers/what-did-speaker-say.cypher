// What a speaker said
// Everything that a speaker is quoted with, in order of time.
// :param speaker: speaker — name or alias of a speaker, in whatever case
// :param policy: policy = null — only what is about this policy
// :param since: date = null — first day
// :param until: date = null — last day
// :param act: statement|belief|intention|perception|other|all = statement — what the quotes report
// :param min_confidence: number = 0.3 — leave out quotes less sure than this, from 0 to 1
// :param limit: integer = null — rows at most; all if left out
// :table date, speaker, said, policies, stance, article, confidence
MATCH (s:Speaker)
WHERE any(name IN s.aliases WHERE all(word IN split(toLower($speaker), ' ') WHERE ' ' + toLower(name) CONTAINS ' ' + word))
MATCH (s)-[said:SAID]->(q:Quote)
WHERE ($act = 'all' OR q.act = $act)
  AND q.confidence >= $min_confidence
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
MATCH (q)-[place:APPEARS_IN]->(a:Article)
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Outlet)
OPTIONAL MATCH (q)-[about:ABOUT]->(p:Policy)
WITH s, said, q, place, a, o, p, about
ORDER BY p.name, p.id, about.given
WITH s, said, q, place, a, o, collect(DISTINCT p.name) AS policies, collect(p.aliases) AS known,
     collect(DISTINCT CASE WHEN about.stance IS NULL THEN null ELSE about.stance + ' ' + p.name END) AS stance,
     collect(DISTINCT about.evidenceText) AS evidence
WHERE ($policy IS NULL OR any(names IN known WHERE any(name IN names WHERE all(word IN split(toLower($policy), ' ')
        WHERE ' ' + toLower(name) CONTAINS ' ' + word))))
RETURN q.published AS date, s.name AS speaker, said.role AS role, q.text AS said, policies, stance, evidence, o.name AS outlet,
       a.title AS article, q.confidence AS confidence, q.method AS method, said.method AS speakerMethod,
       said.name AS nameInArticle, said.joined AS joined, said.affiliation AS affiliation, q.kind AS kind,
       q.act AS act,
       q.id AS quoteId, s.id AS speakerId, a.id AS articleId, q.link AS link
ORDER BY date, articleId, place.start, place.end, speaker, speakerId
LIMIT toInteger(coalesce($limit, 1000000000))
