// Choose a policy
// Sets every parameter of the saved questions, with the policy that is spoken of most.
// Another: `:param policy => 'parking tax'`, by any words of its name.
// :table policy
OPTIONAL MATCH (q:Quote)-[:ABOUT]->(p:Policy)
WITH p.name AS policy, count(q) AS quotes
ORDER BY quotes DESC, policy
LIMIT 1
