from django.core.management.base import BaseCommand

from archive.management.given_address import given_address
from archive.models import Follow
from archive.models.following.follows import key_of


class Command(BaseCommand):
    help = "Ends all that an address follows and deletes it, for somebody who asks for that."

    def add_arguments(self, parser):
        parser.add_argument("address", help="of mail; « - » has it read, and not shown")

    def handle(self, *, address, **options):
        deleted, _by_model = Follow.objects.filter(key=key_of(given_address(address))).delete()
        self.stdout.write(f"deleted: {deleted}")
