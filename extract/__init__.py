"""Articles in, records out: a spaCy pipeline of one component for each kind of value."""
