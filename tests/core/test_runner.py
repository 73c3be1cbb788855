"""Two commands: steps done once, one parent for web and worker, clear words when something is in the way."""

import os
import signal
import socket
import stat
import subprocess
from pathlib import Path

import pytest

from portal.core.runner import certificates, plans
from portal.core.runner.__main__ import main
from portal.core.runner.steps import NEVER, Stamps, Step, StepFailed, carry_out, fingerprint
from portal.core.runner.supervisor import Child, Supervisor


@pytest.fixture
def commands(monkeypatch):
    """The commands steps would run; those named in `fails` do not succeed."""
    ran, fails = [], set()

    def run(command, **options):
        ran.append(command[2:])
        return subprocess.CompletedProcess(
            command, int(command[2] in fails), stdout="кінець".encode()
        )

    monkeypatch.setattr("portal.core.runner.steps.subprocess.run", run)
    run.ran, run.fails = ran, fails
    return run


def carry(steps, folder):
    carry_out(steps, stamps=Stamps(folder / "steps.json"), environment={})


# --- Steps -------------------------------------------------------------------------------------------


def test_step_is_done_once_while_its_key_stays(commands, tmp_path):
    key = {"value": "one"}
    step = Step("database", "Preparing", ("migrate",), key=lambda: key["value"])
    carry([step], tmp_path)
    carry([step], tmp_path)
    assert commands.ran == [["migrate"]]
    key["value"] = "two"
    carry([step], tmp_path)
    assert len(commands.ran) == 2


def test_key_is_taken_after_the_step_too(commands, tmp_path):
    """A database that the step itself makes has its number only afterwards."""
    keys = iter(["", "made", "made"])
    step = Step("database", "Preparing", ("migrate",), key=lambda: next(keys))
    carry([step], tmp_path)
    carry([step], tmp_path)
    assert len(commands.ran) == 1


def test_step_without_key_is_always_done(commands, tmp_path):
    for _ in range(2):
        carry([Step("database", "Preparing", ("migrate",))], tmp_path)
    assert len(commands.ran) == 2


def test_failed_step_stops_and_is_done_again(commands, tmp_path):
    commands.fails.add("migrate")
    steps = [
        Step("database", "Preparing", ("migrate",), key=lambda: "k"),
        Step("demo", "Demo", ("demo",)),
    ]
    with pytest.raises(StepFailed, match="Preparing"):
        carry(steps, tmp_path)
    assert commands.ran == [["migrate"]]
    commands.fails.clear()
    carry(steps, tmp_path)
    assert commands.ran == [["migrate"], ["migrate"], ["demo"]]


def test_step_marked_never_is_left_out(commands, tmp_path):
    Stamps(tmp_path / "steps.json").set("demo", NEVER)
    carry([Step("demo", "Demo", ("demo",), key=lambda: "new contents")], tmp_path)
    assert commands.ran == []


def test_spoiled_stamps_mean_everything_is_done(commands, tmp_path):
    (tmp_path / "steps.json").write_text("{half")
    carry([Step("demo", "Demo", ("demo",), key=lambda: "k")], tmp_path)
    assert commands.ran == [["demo"]]


def test_output_is_kept_for_its_owner(commands, tmp_path):
    output = tmp_path / "demo.txt"
    carry([Step("demo", "Demo", ("demo",), output=output)], tmp_path)
    assert output.read_text() == "кінець"
    assert stat.S_IMODE(output.stat().st_mode) == 0o600


def test_fingerprint_follows_texts_and_files(tmp_path):
    path = tmp_path / "a.po"
    path.write_text("один")
    first = fingerprint("x", files=[path])
    assert first == fingerprint("x", files=[path])
    path.write_text("два")
    assert (
        len(
            {
                first,
                fingerprint("x", files=[path]),
                fingerprint("y", files=[path]),
                fingerprint("x"),
            }
        )
        == 4
    )
    path.unlink()
    assert fingerprint("x", files=[path]) != fingerprint("x")


# --- Plans -------------------------------------------------------------------------------------------


def names(plan):
    return [step.name for step in plan.steps]


def test_run_is_development_with_demo_people(tmp_path):
    plan = plans.plan_for("run", {"VAR_DIR": str(tmp_path), "PORT": "8123"})
    assert plan.environment["DJANGO_SETTINGS_MODULE"] == "portal.settings.dev"
    assert plan.environment["BASE_URL"] == "http://localhost:8123"
    assert names(plan) == ["catalogues", "database", "demo"]
    assert plan.steps[-1].arguments == ("demo",)
    assert plan.workers == 1
    assert plan.watched


def test_serve_is_production_without_demo_people(tmp_path):
    plan = plans.plan_for("serve", {"VAR_DIR": str(tmp_path)})
    assert plan.environment["DJANGO_SETTINGS_MODULE"] == "portal.settings.production"
    assert names(plan) == ["catalogues", "database", "demo", "static"]
    assert plan.steps[2].arguments == ("demo", "--no-accounts")
    assert plan.workers >= 2
    assert not plan.watched
    assert plan.demo_output is None


def test_serve_has_a_database_of_its_own():
    run = plans._run_plan({}, host="127.0.0.1", port=8000)
    assert run.data == plans.ROOT / "var"
    serve = plans.ROOT / "var" / "serve"
    assert plans._database_file("", serve) == serve / "portal.sqlite3"


def test_serves_keys_are_made_once_long_and_secret(tmp_path):
    first = plans.plan_for("serve", {"VAR_DIR": str(tmp_path)}).environment
    again = plans.plan_for("serve", {"VAR_DIR": str(tmp_path)}).environment
    for name in ("SECRET_KEY", "PERSON_HASH_KEY"):
        assert len(first[name]) >= 50
        assert first[name] == again[name]
    assert first["SECRET_KEY"] != first["PERSON_HASH_KEY"]
    assert stat.S_IMODE((tmp_path / "keys.json").stat().st_mode) == 0o600


def test_given_environment_goes_before_the_plans_own(tmp_path):
    given = {
        "VAR_DIR": str(tmp_path),
        "SECRET_KEY": "mine",
        "BASE_URL": "https://portal.example.org",
        "WEB_WORKERS": "7",
    }
    plan = plans.plan_for("serve", given)
    assert plan.environment["SECRET_KEY"] == "mine"
    assert "portal.example.org" in plan.environment["ALLOWED_HOSTS"].split(",")
    assert plan.workers == 7


def test_database_on_a_server_is_always_migrated(tmp_path):
    plan = plans.plan_for(
        "run", {"VAR_DIR": str(tmp_path), "DATABASE_URL": "postgres://portal@db/portal"}
    )
    assert plan.steps[1].key() == ""


def test_new_database_file_is_migrated_and_filled_again(tmp_path):
    plan = plans.plan_for("run", {"VAR_DIR": str(tmp_path)})
    assert (plan.steps[1].key(), plan.steps[2].key()) == ("", "")
    (tmp_path / "portal.sqlite3").touch()
    assert plan.steps[1].key()
    assert plan.steps[2].key()


@pytest.mark.parametrize("port", ["0", "70000", "http", "-1", "80 80"])
def test_port_that_is_none_is_refused(port):
    with pytest.raises(plans.CannotStart, match="PORT must be a number"):
        plans.plan_for("run", {"PORT": port})


def test_port_in_use_is_named_with_a_way_out(tmp_path, capsys, monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setenv("PORT", str(port))
        monkeypatch.setenv("VAR_DIR", str(tmp_path))
        assert main(["run"]) == 1
    message = capsys.readouterr().err
    assert f"Port {port}" in message
    assert f"make run PORT={port + 1}" in message


def test_unknown_command_is_refused(capsys):
    assert main(["fly"]) == 2
    assert "Usage" in capsys.readouterr().err


def test_welcome_names_address_and_people(tmp_path):
    plan = plans.plan_for("run", {"VAR_DIR": str(tmp_path), "PORT": "8123"})
    (tmp_path / "demo.txt").write_text("editor@example.org  пароль\n")
    assert "http://localhost:8123/" in plan.welcome()
    assert "editor@example.org" in plan.welcome()


# --- Certificates ------------------------------------------------------------------------------------


def test_certificate_is_made_once_and_kept_secret(tmp_path):
    if not certificates.shutil.which("openssl"):
        pytest.skip("needs openssl")
    certificate, key = certificates.self_signed(tmp_path)
    assert "BEGIN CERTIFICATE" in certificate.read_text()
    assert stat.S_IMODE(key.stat().st_mode) == 0o600
    made = certificate.read_bytes()
    assert certificates.self_signed(tmp_path)[0].read_bytes() == made


def test_missing_openssl_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(certificates.shutil, "which", lambda _name: None)
    with pytest.raises(certificates.NoCertificate, match="apt-get install openssl"):
        certificates.self_signed(tmp_path)


# --- The parent --------------------------------------------------------------------------------------


@pytest.fixture
def quick(monkeypatch):
    monkeypatch.setattr("portal.core.runner.supervisor._TICK", 0.01)
    monkeypatch.setattr("portal.core.runner.supervisor._FIRST_PAUSE", 0.01)
    monkeypatch.setattr("portal.core.runner.supervisor.signal.signal", lambda *_args: None)


def is_running(pid):
    try:
        return Path(f"/proc/{pid}/stat").read_text().split()[2] != "Z"
    except FileNotFoundError:
        return False


@pytest.mark.skipif(not Path("/proc").exists(), reason="needs /proc")
def test_what_a_killed_process_leaves_is_ended(tmp_path):
    """As the web server's workers are left listening when its main process is killed outright."""
    note = tmp_path / "pid"
    child = Child("web", ["sh", "-c", f"sleep 60 & echo $! > {note}; kill -9 $$"])
    child.start(os.environ)
    child.process.wait()
    orphan = int(note.read_text())
    assert child.end() == -signal.SIGKILL
    for _ in range(1000):
        if not is_running(orphan):
            break
        os.sched_yield()
    assert not is_running(orphan)


def test_worker_that_dies_is_started_again(quick, tmp_path):
    note = tmp_path / "starts"
    web = Child("The web server", ["sleep", "60"])
    worker = Child("The worker", ["sh", "-c", f"echo x >> {note}; exit 1"])

    supervisor = Supervisor([web, worker], os.environ)

    def ready():
        supervisor.stopping = note.exists() and len(note.read_text().split()) >= 3
        return False

    supervisor.ready = ready
    assert supervisor.run() == 0
    assert len(note.read_text().split()) >= 3
    assert web.process is None


def test_web_server_that_cannot_start_ends_everything(quick, capsys):
    worker = Child("The worker", ["sleep", "60"])
    supervisor = Supervisor(
        [Child("The web server", ["false"]), worker], os.environ, ready=lambda: False
    )
    assert supervisor.run() == 1
    assert worker.process is None
    assert "did not start" in capsys.readouterr().out


def test_process_that_will_not_stop_is_ended(quick, monkeypatch, tmp_path):
    monkeypatch.setattr("portal.core.runner.supervisor._STOP_WITHIN", 0.05)
    note = tmp_path / "ready"
    stubborn = Child(
        "The worker", ["sh", "-c", f"trap '' TERM; touch {note}; sleep 60 & wait; sleep 60"]
    )
    supervisor = Supervisor([stubborn], os.environ)

    def ready():
        supervisor.stopping = note.exists()
        return False

    supervisor.ready = ready
    assert supervisor.run() == 0
    assert stubborn.process is None


def test_changed_code_starts_anew(quick, monkeypatch, tmp_path, capsys):
    monkeypatch.setattr("portal.core.runner.supervisor._LOOK_EVERY", 0)
    code = tmp_path / "views.py"
    code.write_text("one")
    started = []
    child = Child("The web server", ["sleep", "60"])
    monkeypatch.setattr(child, "start", lambda environment: started.append(1))
    supervisor = Supervisor([child], os.environ, watched=[tmp_path])
    supervisor._seen = supervisor._newest()
    supervisor._restart_changed()
    assert started == []
    os.utime(code, (1, 1))
    supervisor._restart_changed()
    assert started == [1]
    assert "The code changed" in capsys.readouterr().out
