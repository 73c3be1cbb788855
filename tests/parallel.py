"""Real connections at once, on whatever database the tests run."""

import threading

from django.db import connection


def at_once(*works):
    """Runs all together, each on a connection of its own; returns what they gave or raised."""
    start, results = threading.Barrier(len(works)), [None] * len(works)

    def run(number, work):
        try:
            start.wait()
            results[number] = work()
        except Exception as error:  # noqa: BLE001 – what a thread raises is the test's to judge
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results
