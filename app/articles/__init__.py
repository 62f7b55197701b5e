"""Reports as received: reading them from files and storing them."""
