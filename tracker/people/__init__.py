"""The people of a school and of its partners who can sign in: invited, with roles, until they leave."""

from tracker.people import inviting, person, signing_in, views
from tracker.people.blueprint import bp

__all__ = ["bp", "inviting", "person", "signing_in", "views"]
