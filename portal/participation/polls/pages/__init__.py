"""Pages of polls for readers: the list, one poll, widget, feeds, posters."""
