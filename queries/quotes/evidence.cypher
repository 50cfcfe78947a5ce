// Evidence for a quote
// One quote with its paragraph, the offsets of every part in the article, what decided, and a link that opens the article at the quote.
// :param quote: text — id of a quote, or the beginning of one
MATCH (q:Quote)-[place:APPEARS_IN]->(a:Article)
WHERE q.id STARTS WITH $quote AND NOT substring(q.id, size($quote), 1) IN ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9']
OPTIONAL MATCH (a)-[:PUBLISHED_BY]->(o:Outlet)
OPTIONAL MATCH (q)<-[said:SAID]-(s:Speaker)
OPTIONAL MATCH (q)-[about:ABOUT]->(p:Policy)
WITH q, place, a, o, said, s, p, about
ORDER BY p.name, p.id, about.given
WITH q, place, a, o, said, s, collect(DISTINCT p.name) AS policies,
     collect(DISTINCT CASE WHEN about.stance IS NULL THEN null ELSE about.stance + ' ' + p.name END) AS stance,
     collect(DISTINCT p.name + ': ' + toString(about.score) + ' ' + about.method) AS policyScores,
     collect(DISTINCT about.stance + ' ' + p.name + ': ' + toString(about.stanceScore)) AS stanceScores,
     collect(DISTINCT about.evidenceText) AS evidence,
     collect(DISTINCT about.evidence) AS spans
RETURN q.id AS quoteId, s.name AS speaker, said.name AS nameInArticle, said.joined AS joined, said.role AS role, said.affiliation AS affiliation,
       q.sourceText AS source, q.cueText AS cue, q.text AS said,
       policies, policyScores, stance, stanceScores, evidence, q.kind AS kind, q.act AS act, q.paragraph AS paragraph, q.source AS sourceOffsets, q.cue AS cueOffsets, q.content AS contentOffsets, reduce(flat = [], span IN spans | flat + span) AS evidenceOffsets,
       q.paragraphStart AS paragraphStart, q.confidence AS confidence, q.method AS method, said.method AS speakerMethod,
       a.title AS article, o.name AS outlet, q.published AS date, a.url AS url, q.link AS link,
       a.id AS articleId, s.id AS speakerId
ORDER BY articleId, place.start, quoteId, speaker, speakerId
