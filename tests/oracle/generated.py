"""Generated workspaces with the figures that oracle.py computes of them, for `cargo test --test generated`.

    python3 generated.py --write      writes generated.json beside this file
    python3 generated.py              verifies it, exit 1 if it is no longer what is computed
"""
import json
import sys
import tempfile
from pathlib import Path

import generate
import oracle

FILE = Path(__file__).resolve().parent / "generated.json"
SEEDS = range(8)
MOST = 5


def some(queries):
    """At most `MOST` of each command, over the whole of its days."""
    for cmd in ("status", "kpi", "carry"):
        of = [q for q in queries if q["cmd"] == cmd]
        step = -(-len(of) // MOST)
        yield from of[::step] if of else []


def workspaces():
    for seed in SEEDS:
        with tempfile.TemporaryDirectory() as temporary:
            folder = Path(temporary) / "w"
            queries = generate.generate(seed, folder)
            ws = oracle.Workspace(folder)
            files = {p.relative_to(folder).as_posix(): p.read_text(encoding="utf-8") for p in sorted(folder.rglob("*.toml"))}
            answers = [q | {"json": json.loads(json.dumps(oracle.run(ws, q), default=str))} for q in some(queries)]
            yield {"seed": seed, "files": files, "answers": answers}


def main():
    # A line for each workspace.
    lines = [json.dumps(w, ensure_ascii=False, separators=(",", ":")) for w in workspaces()]
    text = "[\n" + ",\n".join(lines) + "\n]\n"
    if "--write" in sys.argv[1:]:
        FILE.write_text(text, encoding="utf-8")
        print(f"{FILE}: {len(lines)} workspaces")
        return 0
    same = FILE.read_text(encoding="utf-8") == text
    print("generated.json is as computed" if same else "generated.json is not what is computed now")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
