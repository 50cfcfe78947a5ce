// The most quoted speakers
// How often each speaker is quoted, in how many articles and outlets, and when.
// :param type: text = null — person, organization, document, group or anonymous
// :param since: date = null — first day
// :param until: date = null — last day
// :param limit: integer = 20 — rows at most
// :table speaker, type, quotes, articles, outlets, first, last
MATCH (s:Speaker)-[:SAID]->(q:Quote)-[:APPEARS_IN]->(a:Article)
WHERE ($type IS NULL OR s.type = toLower($type))
  AND ($since IS NULL OR q.published >= date($since))
  AND ($until IS NULL OR q.published <= date($until))
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Outlet)
RETURN s.name AS speaker, s.type AS type, count(DISTINCT q) AS quotes, count(DISTINCT a) AS articles,
       count(DISTINCT o) AS outlets, min(q.published) AS first, max(q.published) AS last, s.id AS speakerId
ORDER BY quotes DESC, speaker, speakerId
LIMIT toInteger($limit)
