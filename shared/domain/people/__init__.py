"""Who writes to us, and for whom: a creator, a manager, an agency."""
