"""The gallery: the first page, with three questions answered from kept results and a card for each page."""
