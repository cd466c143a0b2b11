"""Replies to questions: paragraphs of editorials that answer by themselves, and the sentences that
say it. They are only ever quoted, and nothing is told where nothing is sure.
"""
