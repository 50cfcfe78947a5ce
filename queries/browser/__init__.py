"""What Neo4j Browser is given: favourites, a style and a guide, made from the saved questions."""

PORT = 7475
"""Where the kit is served, unless told otherwise: beside Neo4j's 7474."""
