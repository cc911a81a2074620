"""The fast engine: OWL 2 RL and SHACL compiled, for graphs of millions of triples.

    files → loading → terms → schema → rules → closure → noise

It knows nothing of accords. What it gives is what owlrl and pyshacl give; what it does not cover
it says, so that they can be asked.
"""
