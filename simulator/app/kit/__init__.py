"""What every page is made of: work aside, cards with a chart, buttons and boxes, files handed out, the frame."""
