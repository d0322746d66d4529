"""What holds for all tests: a property is never failed for being slow on a busy machine."""

from hypothesis import settings

settings.register_profile("guiju", deadline=None)
settings.load_profile("guiju")
