"""python -m portal.core.runner run|serve"""

import os
import sys

from portal.core.runner.certificates import NoCertificate
from portal.core.runner.plans import ROOT, CannotStart, plan_for
from portal.core.runner.steps import Stamps, StepFailed, carry_out
from portal.core.runner.supervisor import Supervisor, say

_USAGE = 2


def main(arguments: list[str]) -> int:
    if arguments not in (["run"], ["serve"]):
        sys.stderr.write("Usage: python -m portal.core.runner run|serve\n")
        return _USAGE
    os.chdir(ROOT)
    try:
        plan = plan_for(arguments[0], os.environ)
        plan.check_port()
        plan.data.mkdir(parents=True, exist_ok=True)
        carry_out(plan.steps, stamps=Stamps(plan.data / "steps.json"), environment=plan.environment)
    except (CannotStart, NoCertificate) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    except StepFailed as error:
        sys.stderr.write(f"It stopped at «{error}»; the messages above say why.\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return Supervisor(
        plan.children(),
        plan.environment,
        ready=plan.is_ready,
        when_ready=lambda: say(plan.welcome()),
        watched=plan.watched,
    ).run()


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
