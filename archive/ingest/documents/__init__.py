"""Documents of word processors, PDFs and books: their paragraphs, then what a page dump says too.

Each reader makes HTML of its format and hands it to `articles.records`.
"""
