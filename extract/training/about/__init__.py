"""The network that reads which policies a quote is about, and for or against: being trained, not shipped yet."""
