"""The saved questions: one Cypher file each, and the few lines that list and run them."""
