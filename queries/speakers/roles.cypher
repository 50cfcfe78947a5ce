// What a speaker was called when
// Every role that articles give a speaker, with the days when they did, and the organisation it goes with.
// :param speaker: speaker — name or alias of a speaker, in whatever case
// :param limit: integer = null — rows at most; all if left out
// :table speaker, role, organization, quotes, first, last
UNWIND [split(toLower($speaker), ' ')] AS words
MATCH (s:Speaker)
WHERE s.search CONTAINS ' ' + words[0] AND all(word IN words WHERE s.search CONTAINS ' ' + word)
MATCH (s)-[said:SAID]->(q:Quote)
WHERE said.role IS NOT NULL OR said.affiliation IS NOT NULL
WITH s, said.role AS role, said.affiliation AS organization, q
ORDER BY q.id
RETURN s.name AS speaker, role, organization, count(DISTINCT q) AS quotes, min(q.published) AS first,
       max(q.published) AS last, collect(DISTINCT q.id) AS quoteIds, s.id AS speakerId
ORDER BY speaker, speakerId, first, role, organization
LIMIT toInteger(coalesce($limit, 1000000000))
