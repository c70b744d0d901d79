"""The board page: what a director wants to know before a credit policy changes, on one page."""
