"""Reads what `okr due --format ics` prints with a calendar library of other people's, for every
example on many days and for a workspace that means harm, and compares it with the JSON.

    python3 tests/calendar/check.py target/debug/okr

Needs `icalendar` from PyPI. Without it the check fails in CI and is left out elsewhere.
"""

import datetime
import json
import os
import pathlib
import subprocess
import sys
import tempfile

try:
    import icalendar
except ImportError:
    if os.environ.get("CI"):
        sys.exit("the calendars cannot be checked: there is no Python package `icalendar`")
    print("SKIPPED: calendars are not checked, for there is no Python package `icalendar`")
    sys.exit(0)

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"
HOSTILE = 'Commas, semi;colons: "quotes" \\n \\\\ and\nlines\r\nBEGIN:VEVENT\nä€😀 ' + "長い" * 40 + " \x07\x1b[31m\u202e"
COMPONENTS = {"VEVENT", "VTIMEZONE"}


def run(okr, workspace, day, format):
    environment = {**os.environ, "OKR_TODAY": day, "LC_ALL": "C.UTF-8", "OKR_USER": "maria"}
    command = [okr, "-C", str(workspace), "due", "--format", format]
    done = subprocess.run(command, env=environment, capture_output=True, check=True)
    return done.stdout


def check_lines(raw):
    """RFC 5545, 3.1: CRLF alone ends a line, of at most 75 octets, and nothing else controls."""
    assert raw.endswith(b"\r\n")
    for line in raw[:-2].split(b"\r\n"):
        assert 0 < len(line) <= 75, (len(line), line)
        text = line.decode("utf-8")  # No character is cut in two.
        assert not any(ord(c) < 32 or ord(c) == 127 for c in text), line


def check(okr, workspace, day):
    raw = run(okr, workspace, day, "ics")
    assert raw == run(okr, workspace, day, "ics"), "not the same bytes twice"
    check_lines(raw)
    calendar = icalendar.Calendar.from_ical(raw)
    assert not calendar.errors, calendar.errors
    assert str(calendar["VERSION"]) == "2.0" and str(calendar["PRODID"])
    assert {part.name for part in calendar.subcomponents} <= COMPONENTS
    assert calendar.subcomponents, "a calendar holds at least one component"
    due = json.loads(run(okr, workspace, day, "json"))["due"]
    events = calendar.walk("VEVENT")
    assert len(events) == len(due), (len(events), len(due))
    assert len({str(event["UID"]) for event in events}) == len(events), "UIDs are not unique"
    for event, item in zip(events, due):
        check_event(event, item, day)
    return len(events)


def check_event(event, item, day):
    assert not event.errors, event.errors
    since = datetime.date.fromisoformat(item["since"])
    assert event["DTSTART"].dt == since, (event["DTSTART"].dt, since)
    assert event["DTEND"].dt == since + datetime.timedelta(days=1)
    assert event["DTSTAMP"].dt.strftime("%Y-%m-%d") == day
    assert event["DTSTAMP"].dt.utcoffset() == datetime.timedelta(0)
    uid = str(event["UID"])
    assert item["id"] in uid and item["since"] in uid, uid
    summary, description = str(event["SUMMARY"]), str(event["DESCRIPTION"])
    shown = summary.partition(": ")[2]
    owner = f" ({item['owner']})" if item["owner"] else ""
    assert shown == seen(item["title"]) + owner, (shown, item["title"])
    assert event["CATEGORIES"].to_ical().decode() == item["kind"]
    assert f"{item['days_late']} day" in description and f"on {day}" in description
    assert (item["owner"] or "no owner") in description and "okr " in description


def seen(title):
    """A title as people are shown it: one line, without anything that controls."""
    shown = ""
    for c in title:
        if c == "\n":
            shown += " "
        elif c == "\r":
            continue
        elif ord(c) < 32:
            shown += "^" + chr(ord(c) + 64)
        elif c == "\u202e":
            shown += "<U+202E>"
        else:
            shown += c
    return shown


def hostile(folder):
    quoted = json.dumps(HOSTILE, ensure_ascii=False)  # TOML escapes as JSON does.
    (folder / "2026-Q3").mkdir()
    (folder / "kpis").mkdir()
    (folder / "okr.toml").write_text("format = 1\n[people.maria]\nname = " + quoted + "\n", "utf-8")
    (folder / "2026-Q3" / "grow.toml").write_text(
        f'objective = {quoted}\nowner = "maria"\n'
        f"[key_results.a]\ntitle = {quoted}\nbaseline = 0\ntarget = 1\n",
        "utf-8",
    )
    (folder / "kpis" / "nps.toml").write_text(f'name = {quoted}\nfrequency = "weekly"\n', "utf-8")


def main():
    okr = str(pathlib.Path(sys.argv[1]).resolve())
    events = 0
    for workspace in sorted(path.parent for path in EXAMPLES.glob("*/okr.toml")):
        for offset in range(0, 460, 7):
            day = datetime.date(2026, 1, 2) + datetime.timedelta(days=offset)
            events += check(okr, workspace, day.isoformat())
    with tempfile.TemporaryDirectory() as folder:
        hostile(pathlib.Path(folder))
        for day, expected in [("2026-08-01", 2), ("2026-10-20", 2)]:
            found = check(okr, folder, day)
            assert found == expected, (day, found)
            events += found
    print(f"{events} events hold, read by icalendar {icalendar.__version__}")


main()
