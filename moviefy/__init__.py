"""Moviefy looks at a face and offers films that fit its expression.

    camera | upload  ->  frame  ->  faces  ->  expression  ->  mood  ->  movies  ->  page

Each arrow is a package or a module of this one:

- :mod:`moviefy.capture`     cameras, video files and uploaded bytes become frames
- :mod:`moviefy.expression`  frames become faces, expression scores and one mood
- :mod:`moviefy.movies`      a mood becomes a list of films, each with a reason
- :mod:`moviefy.pipeline`    the whole flow from frame to reading, in one short module
- :mod:`moviefy.web`         pages, streams and the API on top of it
- :mod:`moviefy.training`    how the models in ``models/`` were made and are measured
"""

import os

os.environ["ORT_DISABLE_TELEMETRY"] = "1"
"""onnxruntime otherwise keeps a device id in the home folder and sends figures to its maker; it asks when imported."""

__version__ = "0.3.0"
