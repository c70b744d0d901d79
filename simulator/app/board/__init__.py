"""The board page as a notebook: choose scenario and strategies, and see the page that a board gets."""
