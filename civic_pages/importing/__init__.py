"""Moving a city's news in: feeds and WordPress exports become news pages."""
