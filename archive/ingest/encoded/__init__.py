"""Texts encoded by publishers and scholars (TEI, JATS): fields that are stated, not inferred."""
