"""Bibliographies (BibTeX, RIS): what their entries say of editorials that are there already.

An entry never makes a text: it gives a day, an issue and pages to the editorial that it cites.
"""
