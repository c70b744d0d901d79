"""What is handed out: tables as CSV and workbooks. Later also the static board."""
