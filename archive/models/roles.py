"""Who may do what at the desk.

The permissions themselves are `Operation`'s: whatever is done there is one.
"""

from django.contrib.auth.backends import BaseBackend

# The groups that the migration makes, each with what it may do and what it may see and change in
# the admin. They are a beginning: whoever runs an archive gives a group more or less.
CONTRIBUTOR = ("propose",)
EDITOR = (*CONTRIBUTOR, "edit", "import", "steer")
CHIEF = (*EDITOR, "merge", "remove", "undo_others", "manage_people", "manage_accounts")
ROLES = {"contributeur": CONTRIBUTOR, "éditeur": EDITOR, "rédacteur en chef": CHIEF}
OF_STAFF = frozenset(f"archive.{name}" for name in EDITOR)


class StaffBackend(BaseBackend):
    """The team (`is_staff`) may do what editors may, as long as they are in no group.

    Archives had editors before there were groups.
    """

    def get_user_permissions(self, user_obj, obj=None) -> set[str]:
        if obj is not None or not (user_obj.is_active and user_obj.is_staff):
            return set()
        if not hasattr(user_obj, "_is_in_a_group"):
            user_obj._is_in_a_group = user_obj.groups.exists()
        if user_obj._is_in_a_group:
            return set()
        return set(OF_STAFF)
