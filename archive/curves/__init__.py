"""Words through time: what is asked of the concordance, and what pages and programs are told."""
