"""One module per format; each is a pure function of the report model."""
