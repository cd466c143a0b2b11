"""The questions that a question's links lead to."""

from dataclasses import fields

from django.http import QueryDict

from archive.search.question.query import Question


def test_a_question_that_another_leads_to_works_out_anew_what_it_means():
    question = Question.read(QueryDict("q=qualité&from=2001&to=2004"))
    for held in vars(Question):
        getattr(question, held)  # whatever it works out is kept
    later = question.between("2010", "2012").asking("accueil")
    assert set(vars(later)) == {field.name for field in fields(Question)}
    assert later.span != question.span and str(later.typed) == "accueil"
