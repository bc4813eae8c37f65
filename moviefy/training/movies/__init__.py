"""How the film mood classifier and the neighbours of films are trained and measured."""
