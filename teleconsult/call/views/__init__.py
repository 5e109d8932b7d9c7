"""The pages of a call: of the room, of its visitors for whoever invites them, and of a visitor."""
