"""Records in, database out, answers printed."""
