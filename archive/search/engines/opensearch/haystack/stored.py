"""What results are made of, as JSON keeps it: days and times come back as they were."""

import datetime

TIME, DAY = "time", "day"  # the only key of what JSON has no type for


def written(value):
    """Return a value as JSON can keep it; what it cannot is kept as its text."""
    if isinstance(value, list | tuple | set):
        return [written(each) for each in value]
    if isinstance(value, datetime.datetime):
        return {TIME: value.isoformat()}
    if isinstance(value, datetime.date):
        return {DAY: value.isoformat()}
    if value is None or isinstance(value, str | int | float):
        return value
    return str(value)


def read(value):
    """Return a value that was `written`, as it was."""
    if isinstance(value, list):
        return [read(each) for each in value]
    if not isinstance(value, dict):
        return value
    ((kind, text),) = value.items()
    if kind == TIME:
        return datetime.datetime.fromisoformat(text)
    return datetime.date.fromisoformat(text)
