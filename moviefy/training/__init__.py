"""How the models in ``models/`` were made and how anyone can check them; nothing else imports this package."""
