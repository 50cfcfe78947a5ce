// Choose a speaker
// Sets every parameter of the saved questions, with the speaker who is quoted most.
// Another: `:param speaker => 'osterby'`, by any words of the name.
// :table speaker, other
OPTIONAL MATCH (s:Speaker)-[:SAID]->(q:Quote)
WITH s, count(q) AS quotes
ORDER BY quotes DESC, s.name, s.id
LIMIT 1
OPTIONAL MATCH (s)-[:SAID]->(q:Quote)-[:ABOUT]->(p:Policy)
WITH s, p, count(q) AS quotes
ORDER BY quotes DESC, p.name, p.id
LIMIT 1
OPTIONAL MATCH (p)<-[:ABOUT]-(q:Quote)<-[:SAID]-(t:Speaker)
WHERE t.id <> s.id
WITH s.name AS speaker, t.name AS other, count(q) AS quotes
ORDER BY quotes DESC, other
LIMIT 1
