// Choose: the policy spoken of most
// Sets every parameter of the saved questions. Another policy: `:param policy => 'parking tax'`, by any words of its name.
MATCH (q:Quote)-[:ABOUT]->(p:Policy)
WITH p.name AS policy, count(q) AS quotes
ORDER BY quotes DESC, policy
LIMIT 1
