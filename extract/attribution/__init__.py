"""Source–cue–content spans: which words are somebody's, by which words they are attributed, and to whom."""
