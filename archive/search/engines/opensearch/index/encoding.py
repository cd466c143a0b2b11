def folded_token(folded):
    return "=" + folded


def printed_token(form):
    return "'" + form
