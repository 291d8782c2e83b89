"""File formats on streams: bytes become records and rejects, records become bytes. Knows no store and prints
nothing.
"""
