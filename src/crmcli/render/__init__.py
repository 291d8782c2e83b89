"""The only room that prints: chooses table, JSON, CSV or plain once, sanitises, lays out, draws."""
