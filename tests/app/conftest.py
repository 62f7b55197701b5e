"""Makes ``handmade`` importable from every test of the application."""
