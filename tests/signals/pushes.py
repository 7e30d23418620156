"""A workspace with the quarterly git pushes of ten economies, and what the program says of them."""
import csv
import json
import os
import subprocess
from datetime import date, timedelta
from pathlib import Path

CSV = Path(__file__).with_name("git_pushes.csv")


def quarter_end(year, quarter):
    after = date(year + (quarter == 4), quarter % 4 * 3 + 1, 1)
    return after - timedelta(1)


def series():
    """{economy: [(day, pushes)]}, oldest first."""
    found = {}
    for row in csv.DictReader(CSV.open(encoding="utf-8")):
        day = quarter_end(int(row["year"]), int(row["quarter"]))
        found.setdefault(row["iso2_code"], []).append((day, float(row["git_pushes"])))
    return {economy: sorted(points) for economy, points in sorted(found.items())}


class Okr:
    """The program on a workspace in `root`."""

    def __init__(self, binary, root):
        self.binary, self.root = Path(binary).resolve(), Path(root)
        (self.root / "kpis").mkdir()
        (self.root / "okr.toml").write_text('format = 1\nname = "Pushes"\ncycle = "quarter"\n', encoding="utf-8")
        for economy in series():
            text = f'name = "Git pushes of {economy}"\nfrequency = "quarterly"\n'
            (self.root / "kpis" / f"{economy.lower()}.toml").write_text(text, encoding="utf-8")
            self.run("2025-12-31", "import", "readings", str(CSV), "--kpi", economy.lower(), "--value-column",
                     "git_pushes", "--date-column", "year,quarter", "--where", f"iso2_code={economy}", "--by", "import")

    def run(self, today, *args):
        env = {"OKR_TODAY": today, "PATH": os.environ["PATH"], "HOME": str(self.root)}
        command = [self.binary, "-C", self.root, *args]
        ran = subprocess.run(command, env=env, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, f"{' '.join(map(str, command))}: {ran.stderr}"
        return ran.stdout

    def show(self, economy, day, *args):
        return json.loads(self.run(day.isoformat(), "show", f"kpis/{economy.lower()}", "--format", "json", *args))
