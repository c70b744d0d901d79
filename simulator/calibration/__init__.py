"""Calibration: published and fitted lateness is what was observed, after chasing; here it is solved back."""




