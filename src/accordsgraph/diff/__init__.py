"""Say what changed between two builds, files or revisions, in words.

snapshots (from builds, files, tables, revisions) → comparing → words → writing
"""
