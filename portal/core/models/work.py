"""What the workers know of each other."""

from django.db import models


class PeriodicRun(models.Model):
    """When a piece of periodic work last began: the row by which one of several workers claims it."""

    name = models.CharField(max_length=100, primary_key=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    failures = models.PositiveIntegerField(default=0, help_text="Failed runs in a row.")

    def __str__(self) -> str:
        return self.name
