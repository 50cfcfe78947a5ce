"""What the attribution tagger was trained to be: see MODEL_CARD.md."""
