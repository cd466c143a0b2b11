"""What readers are told of by mail: what they follow, what is new, the editors' letters."""

from archive.models.following.arrivals import Arrival
from archive.models.following.asking import Asking
from archive.models.following.follows import Follow, Rhythm, TopicKind
from archive.models.following.newsletters import Newsletter

__all__ = ["Arrival", "Asking", "Follow", "Newsletter", "Rhythm", "TopicKind"]
