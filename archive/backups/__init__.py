"""Backups: bags that hold all that cannot be made anew, and the way back from one."""


class Refused(Exception):
    """Why a bag is not made, is not whole or is not restored: one line, for people."""
