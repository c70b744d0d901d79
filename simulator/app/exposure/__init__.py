"""Exposure and risk list: what is open with whom, who is at risk and why, how fast bills are paid."""
