"""Who: every source mention to one speaker of the article."""
