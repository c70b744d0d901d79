"""How the notebooks are served: Voilà's settings, the template, the static files."""
