"""The fast engines: what the reference engines do, compiled to set-based work on Oxigraph."""
