"""The program: settings, composition root and command line."""
