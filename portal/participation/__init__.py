"""What citizens do, a room for each way of taking part."""
