"""What Neo4j Browser is given: favourites, a style and a guide, made from the saved questions."""
