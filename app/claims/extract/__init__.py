"""Reading claims out of text: rules only, pure functions of text and gazetteer."""
