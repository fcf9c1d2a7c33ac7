"""Random and hostile input for everything that reads what strangers write: it must neither fail nor hang."""
