"""For all tests: nothing is kept, or answered from what is kept, unless a test names a folder of its own."""

import os

os.environ["CREDITLAB_RESULTS"] = "off"
os.environ["CREDITLAB_MAPPINGS"] = "off"
os.environ["CREDITLAB_COURSE"] = "off"
