"""Settings of all tests."""

import os

from hypothesis import settings

# The same examples in every run, so that what lands is what was tried; HYPOTHESIS_PROFILE=explore looks for new ones.
settings.register_profile("steady", derandomize=True)
settings.register_profile("explore", max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))
