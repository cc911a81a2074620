"""The fast engine: OWL 2 RL and SHACL compiled, for graphs of millions of triples.

    owl     files → axioms → rules → closure
    shacl   shapes → constraints → queries → results

It knows nothing of accords. What it gives is what owlrl and pyshacl give; what it does not cover
it says, so that they can be asked.
"""

from typing import Literal

Engine = Literal["fast", "reference"]
"""Who reasons and validates: this engine, or owlrl and pyshacl."""
