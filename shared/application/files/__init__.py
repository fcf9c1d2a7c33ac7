"""Readers of the files people bring: campaigns, rosters, sellers, terms; every error at once, by its place."""
