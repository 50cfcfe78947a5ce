"""Train, calibrate and measure the attribution tagger: ``python -m extract.training --help``. Never needed at run time.

Needs the extra ``training`` (torch), and gold data that is not part of this repository.
"""
