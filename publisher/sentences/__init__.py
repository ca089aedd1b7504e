"""The one catalogue of what people are told: a code, and its sentence in Vietnamese and English.

Each room has its module here; a code begins with the room's name ("press.no_answer"). Nothing else
in the package holds sentences that are kept, raised or sent, and nothing searches them.
"""
