"""OWL 2 RL compiled to rules on sorted arrays; proofs.

loading → terms → axioms → schema → rules → closure → noise → closed_store
"""
