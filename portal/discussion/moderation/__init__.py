"""Due process: rules, reports, appeals and the public log. What moderators do stands in `staff`."""
