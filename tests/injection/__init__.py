"""Instructions inside mails: attack templates and goals on raw mails, through the whole way of a turn."""
