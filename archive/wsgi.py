"""What gunicorn serves."""

import os

from django.core.wsgi import get_wsgi_application
from django.urls import resolve

os.umask(0o077)  # what is written, the database and the captures too, is for this user alone
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")

application = get_wsgi_application()
resolve("/")  # loads every view now, before the workers part, so that they share what it imports
