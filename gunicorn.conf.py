"""What gunicorn reads by itself where it is started in this folder; the rest stands in ./run."""


def post_worker_init(worker) -> None:
    """Make a worker warm, whenever it begins, before it takes visitors."""
    from archive import warming  # not before: gunicorn reads this file before Django is set up

    warming.warm(worker.wsgi, worker.notify)
