"""The drawings of the posters, by family."""

from moviefy.movies.posters.motifs.city import CITY
from moviefy.movies.posters.motifs.forms import FORMS
from moviefy.movies.posters.motifs.journeys import JOURNEYS
from moviefy.movies.posters.motifs.living import LIVING
from moviefy.movies.posters.motifs.menace import MENACE
from moviefy.movies.posters.motifs.nature import NATURE
from moviefy.movies.posters.motifs.people import PEOPLE
from moviefy.movies.posters.motifs.play import PLAY
from moviefy.movies.posters.motifs.shapes import Motif
from moviefy.movies.posters.motifs.stage import STAGE
from moviefy.movies.posters.motifs.things import THINGS

MOTIFS: tuple[Motif, ...] = (*PEOPLE, *NATURE, *LIVING, *CITY, *THINGS, *STAGE, *PLAY, *MENACE, *JOURNEYS, *FORMS)
"""Every motif; each has a name of its own. Their order decides which film has which."""
