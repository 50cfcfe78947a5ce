// Choose everything
// Sets every parameter of the saved questions to its default: all policies, all speakers, statements only.
WITH 1 AS everything
