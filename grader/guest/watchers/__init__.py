"""They change nothing: they call CPython's methods and note what these did."""
