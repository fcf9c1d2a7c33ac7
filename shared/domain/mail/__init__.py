"""Raw mail to typed values: who wrote, what kind of mail it is, what is new in it."""
