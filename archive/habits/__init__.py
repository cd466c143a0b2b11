"""How an archive's texts are tagged: which words speak for a tag, and what each sign weighs."""
