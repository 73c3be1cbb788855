"""«My data»: what people take along, withdraw, end and delete; registered in `personal.py`."""
