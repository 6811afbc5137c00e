"""The addresses of the service, a module for each part of it."""
