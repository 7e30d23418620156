"""The expected figures of the examples, computed by oracle.py.

    python3 expected.py --write      writes expected.json beside this file
    python3 expected.py              verifies it: prints each difference, exit 1 if there is any
"""
import argparse
import json
import sys
from datetime import date, timedelta
from pathlib import Path

import oracle

HERE = Path(__file__).resolve().parent
EXAMPLES = HERE.parents[1] / "examples"
NAMES = ["acme", "saas", "shop", "ride"]
FIXED = {"acme": ["2026-07-14", "2026-08-14", "2026-09-30", "2026-10-05"]}


def queries(ws, name):
    """Every cycle folder with objectives, on a few days; carries of the workspace's cycles into the next."""
    for cycle_name in sorted(ws.objectives):
        cycle = ws.cycle(cycle_name)
        span = (cycle.end - cycle.start).days
        days = {cycle.start + timedelta(span // 6), cycle.start + timedelta(span // 2), cycle.end, cycle.end + timedelta(5)}
        days |= {d for d in map(date.fromisoformat, FIXED.get(name, [])) if cycle.start <= d <= cycle.end + timedelta(20)}
        for day in sorted(days):
            for cmd in ("status", "kpi"):
                yield {"cmd": cmd, "cycle": cycle_name, "as_of": day.isoformat()}
        following = ws.cal.following(cycle).name
        if cycle.kind == ws.kind and ws.objectives[cycle_name] and following not in ws.closed:
            carry = {"cmd": "carry", "from": cycle_name, "to": following, "as_of": (cycle.end + timedelta(5)).isoformat()}
            yield carry
            yield carry | {"strategy": "step"}
            yield carry | {"unfinished": True}


def compute(examples):
    out = []
    for name in NAMES:
        if (examples / name / "okr.toml").exists():
            ws = oracle.Workspace(examples / name)
            for query in queries(ws, name):
                answer = json.loads(json.dumps(oracle.run(ws, query), default=str))
                out.append({"workspace": name} | query | {"json": answer})
        else:
            print(f"{examples / name}: no workspace there", file=sys.stderr)
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--examples", type=Path, default=EXAMPLES)
    parser.add_argument("--file", type=Path, default=HERE / "expected.json")
    args = parser.parse_args()
    now = compute(args.examples)
    if args.write:
        text = json.dumps(now, indent=1, ensure_ascii=False) + "\n"
        args.file.write_text(text, encoding="utf-8")
        print(f"{args.file}: {len(now)} answers")
        return 0
    from compare import differences, label
    keyed = lambda rows: {json.dumps({k: v for k, v in r.items() if k != "json"}, sort_keys=True): r for r in rows}
    new, old, found = keyed(now), keyed(json.loads(args.file.read_text(encoding="utf-8"))), 0
    for key in old.keys() | new.keys():
        row = new.get(key) or old[key]
        if key not in new or key not in old:
            lines = ["is no longer computed" if key not in new else "is missing in the file"]
        elif old[key]["json"] == new[key]["json"]:
            continue
        else:  # the file stands where the program stands in compare.py
            lines = [d.replace("program", "file") for d in differences(old[key]["json"], new[key]["json"])] or ["differs"]
        for line in lines:
            found += 1
            print(f"{row['workspace']} {label(row)} {line}")
    print(f"{len(now)} answers, {found} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
