"""SHACL compiled to set-based SPARQL on Oxigraph.

lexical (data) · shapes → constraints → select_query, sparql_constraints → results
"""
