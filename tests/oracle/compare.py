"""Compares the program with oracle.py, field by field.

    python3 compare.py OKR_BINARY [--seeds 0..200] [--workspace DIR ...] [--no-write]

A seed stands for the workspace and the queries that generate.py makes of it; of a given workspace every cycle is
asked on a few days.  Each difference is one line; the last line is `N passed, M failed` (queries), exit 1 if M > 0.
`title` is ignored, keys that only the program prints too.  After each `carry --dry-run` the same
carry is made in a copy, and what was written is read back (unless --no-write).
"""
import argparse
import json
import math
import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from datetime import date, timedelta
from pathlib import Path

import generate
import oracle

IGNORED = {"title", "written", "targets", "rollups", "unreadable"}


def close(a, b):
    return math.isclose(a, b, rel_tol=1e-9, abs_tol=1e-9)


def is_number(x):
    return isinstance(x, (int, float)) and not isinstance(x, bool)


def plain(x):
    """A band with one side is that side's number; an absent side is null."""
    if isinstance(x, dict) and x and set(x) <= {"at_least", "at_most"}:
        sides = {k: v for k, v in x.items() if v is not None}
        return next(iter(sides.values())) if len(sides) == 1 else sides
    return x


def differences(program, expected, path=""):
    program, expected = plain(program), plain(expected)
    if isinstance(expected, dict):
        if not isinstance(program, dict):
            yield f"{path}: program {show(program)}, oracle an object"
            return
        for key, value in expected.items():
            if key in IGNORED:
                continue
            here = f"{path}.{key}" if path else key
            if key not in program:
                yield f"{here}: program has no such field, oracle {show(value)}"
            elif key == "flags":
                a, b = sorted(program[key]), sorted(value)
                if a != b:
                    yield f"{here}: program {show(a)}, oracle {show(b)}"
            else:
                yield from differences(program[key], value, here)
    elif isinstance(expected, list):
        if not isinstance(program, list):
            yield f"{path}: program {show(program)}, oracle a list"
            return
        names = [[x.get("id", x.get("from")) if isinstance(x, dict) else x for x in xs] for xs in (program, expected)]
        if len(program) != len(expected) or names[0] != names[1] and all(isinstance(n, str) for n in names[0] + names[1]):
            yield f"{path}: program {show(names[0])}, oracle {show(names[1])}"
            return
        for n, (a, b) in enumerate(zip(program, expected)):
            yield from differences(a, b, f"{path}[{n}]")
    elif is_number(program) and is_number(expected):
        if not close(program, expected):
            yield f"{path}: program {program!r}, oracle {expected!r}"
    elif type(program) is not type(expected) or program != expected:
        yield f"{path}: program {show(program)}, oracle {show(expected)}"


def show(x):
    return json.dumps(x, ensure_ascii=False)


def name_of(x, cycle_names):
    """The goal of a row of `kept`, `stale`, `left`, without the cycle in front."""
    if isinstance(x, dict):
        x = x.get("to") or x.get("id") or x.get("from")
    head, _, rest = str(x).partition("/")
    return rest if head in cycle_names else str(x)


def carry_differences(program, expected):
    names = {expected["from"], expected["to"]}
    for key in ("from", "to"):
        if program.get(key) != expected[key]:
            yield f"{key}: program {show(program.get(key))}, oracle {show(expected[key])}"
    yield from differences(program.get("carried"), expected["carried"], "carried")
    ids = {k: sorted({name_of(x, names) for x in program.get(k, [])}) for k in ("kept", "stale")}
    # `kept` may or may not repeat what is in `stale`
    ids["kept"] = sorted(set(ids["kept"]) | set(ids["stale"]))
    for key in ("kept", "stale"):
        if ids[key] != sorted(expected[key]):
            yield f"{key}: program {show(ids[key])}, oracle {show(sorted(expected[key]))}"
    a = sorted((name_of(x, names), x.get("reason")) for x in program.get("left", []))
    b = sorted((x["id"], x["reason"]) for x in expected["left"])
    for x in a:
        if x not in b:
            yield f"left: program {show(x)}, oracle has no such row"
    for x in b:
        if x not in a:
            yield f"left: program has no such row, oracle {show(x)}"


def written_differences(before, after, expected):
    """What the carry wrote: the key results of the new cycle and the KPIs' [targets]."""
    new = expected["to"]
    for item in expected["carried"]:
        ident, _, key = item["to"].partition("/")[2].partition(".")
        path = after / new / (ident + ".toml")
        if not path.exists():
            yield f"written {item['to']}: no such file"
            continue
        raw = oracle.Workspace.toml(path)
        raw = raw.get("key_results", {}).get(key) if key else raw
        if raw is None:
            yield f"written {item['to']}: no such key result"
            continue
        for field, value in item["written"].items():
            yield from differences(raw.get(field), value, f"written {item['to']}.{field}")
        if item["kpi"]:
            yield from differences(raw.get("carried", {}).get("actual"), item["actual"], f"written {item['to']}.carried.actual")
            yield from differences(raw.get("carried", {}).get("from"), item["from"], f"written {item['to']}.carried.from")
    old, now = oracle.Workspace(before), oracle.Workspace(after)
    for kpi in now.kpis:
        was, targets = (w.kpis[kpi].get("targets", {}) for w in (old, now))
        yield from differences(targets, was | expected["targets"].get(kpi, {}), f"written {kpi}.targets")
        for extra in set(targets) - set(was) - set(expected["targets"].get(kpi, {})):
            yield f"written {kpi}.targets.{extra}: program {show(targets[extra])}, oracle nothing"


def call(binary, folder, args, today):
    env = {k: v for k, v in os.environ.items() if not k.startswith("OKR_")} | {"OKR_TODAY": today, "OKR_USER": "maria"}
    return subprocess.run([binary, "-C", str(folder)] + args, env=env, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL, timeout=60)


def check(binary, folder, query, write):
    """The differences of one query."""
    expected = oracle.run(oracle.Workspace(folder), query)
    if query["cmd"] == "status":
        args = ["status", "--cycle", query["cycle"], "--as-of", query["as_of"], "--all", "--format", "json"]
    elif query["cmd"] == "kpi":
        args = ["kpi", "--cycle", query["cycle"], "--as-of", query["as_of"], "--format", "json"]
    else:
        args = ["carry", "--from", query["from"], "--to", query["to"], "--format", "json"]
        args += ["--strategy", query["strategy"]] if "strategy" in query else []
        args += [x for t in query.get("target", []) for x in ("--target", t)]
        args += [f"--{flag}" for flag in ("unfinished", "provisional") if query.get(flag)]
    dry = args + ["--dry-run"] if query["cmd"] == "carry" else args
    done = call(binary, folder, dry, query["as_of"])
    if "refused" in expected:
        if done.returncode not in (2, 3, 5):
            yield f"exit: program {done.returncode}, oracle refuses ({expected['refused']})"
        return
    if done.returncode != 0:
        yield f"exit: program {done.returncode}: {' '.join(done.stderr.split())[:400]}"
        return
    if query["cmd"] == "carry" and not done.stdout.strip().startswith("{"):
        # "None: "nothing to carry", exit 0."
        if any(expected[k] for k in ("carried", "kept", "left")):
            yield f"stdout: program {done.stdout.strip()[:200]!r}, oracle has something to carry"
        return
    try:
        program = json.loads(done.stdout)
    except ValueError as e:
        yield f"stdout: no JSON: {e}"
        return
    if query["cmd"] != "carry":
        yield from differences(program, expected)
        return
    yield from carry_differences(program, expected)
    if write:
        with tempfile.TemporaryDirectory() as copy:
            after = Path(copy) / "w"
            shutil.copytree(folder, after)
            done = call(binary, after, args, query["as_of"])
            if done.returncode != 0:
                yield f"written: exit {done.returncode}: {' '.join(done.stderr.split())[:400]}"
                return
            try:
                yield from written_differences(folder, after, expected)
            except (tomllib.TOMLDecodeError, UnicodeDecodeError) as e:
                yield f"written: a file that cannot be read: {e}"


def label(query):
    if query["cmd"] != "carry":
        return f"{query['cmd']} {query['cycle']}@{query['as_of']}"
    more = [query[k] if k == "strategy" else " ".join(query[k]) if k == "target" else k
            for k in ("strategy", "target", "unfinished", "provisional") if query.get(k)]
    return " ".join([f"carry {query['from']}>{query['to']}@{query['as_of']}"] + more)


def workspace_queries(folder):
    """Queries for a workspace that somebody else wrote: every cycle, on its first and last day and some between."""
    ws, out = oracle.Workspace(folder), []
    for name in sorted({c for c in ws.objectives}):
        c = ws.cycle(name)
        span = (c.end - c.start).days
        days = [c.start + timedelta(span * n // 6) for n in range(7)] + [c.end + timedelta(1), c.end + timedelta(5)]
        for d in days:
            out += [{"cmd": cmd, "cycle": name, "as_of": d.isoformat()} for cmd in ("status", "kpi")]
        if c.kind == ws.kind and ws.objectives[name]:
            nxt = ws.cal.following(c).name
            carry = {"cmd": "carry", "from": name, "to": nxt, "as_of": (c.end + timedelta(2)).isoformat()}
            if nxt not in ws.closed:
                out += [carry, carry | {"strategy": "step"}, carry | {"strategy": "keep"}, carry | {"unfinished": True}]
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary")
    parser.add_argument("--seeds", help="0..200 (the end not included) or one seed")
    parser.add_argument("--workspace", nargs="+", default=[])
    parser.add_argument("--no-write", action="store_true", help="carry: compare the dry run only")
    parser.add_argument("--keep", metavar="DIR", help="keep the generated workspaces in DIR/SEED")
    args = parser.parse_args()
    binary = shutil.which(args.binary) or sys.exit(f"{args.binary}: not found")
    binary = str(Path(binary).resolve())
    seeds = args.seeds or (None if args.workspace else "0..200")
    passed = failed = 0

    def ask(who, folder, queries):
        nonlocal passed, failed
        for query in queries:
            found = list(check(binary, folder, query, not args.no_write))
            for line in found:
                print(f"{who} {label(query)} {line}")
            passed, failed = passed + (not found), failed + bool(found)

    for given in args.workspace:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "w"
            shutil.copytree(given, folder)
            ask(Path(given).name, folder, workspace_queries(folder))
    if seeds:
        first, _, last = seeds.partition("..")
        for seed in range(int(first), int(last) if last else int(first) + 1):
            with tempfile.TemporaryDirectory() as temporary:
                folder = Path(args.keep or temporary) / str(seed)
                shutil.rmtree(folder, ignore_errors=True)
                ask(f"seed {seed}", folder, generate.generate(seed, folder))
    print(f"{passed} passed, {failed} failed")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
