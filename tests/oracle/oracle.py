"""Reference computation of every figure of `okr`, from format.md, method.md and cli.md alone.

It shares nothing with the program.  The sections are those of method.md; the sentence of the
documents that a function implements stands in quotes above the code.  "fp:" marks the Fine print.  The section Carry is in oracle_carry.py, signals
are in oracle_signals.py.

    python3 oracle.py status DIR --cycle 2026-Q3 --as-of 2026-08-14
    python3 oracle.py kpi    DIR --cycle 2026-Q3 --as-of 2026-08-14
    python3 oracle.py carry  DIR --from 2026-Q3 --to 2026-Q4 --as-of 2026-10-02
                             [--strategy pace|step|keep] [--target GOAL=VALUE ...] [--unfinished] [--provisional]
"""
import argparse
import calendar
import json
import math
import re
import tomllib
from collections import namedtuple
from datetime import date, timedelta
from pathlib import Path

EPS = 1e-9  # "all comparisons with a tolerance of 1e-9"

# ------------------------------------------------------------------------------------------- Time

# "A cycle runs from `start` to `end`, both inclusive."
Cycle = namedtuple("Cycle", "name kind start end")

MONTHS = {"year": 12, "half": 6, "trimester": 4, "quarter": 3, "month": 1}
LETTER = {"half": "H", "trimester": "T", "quarter": "Q"}
# "a quarter lies in its half and year, a month in its quarter, trimester, half and year" (nearest first)
ENCLOSING = {"month": ["quarter", "trimester", "half", "year"], "quarter": ["half", "year"],
             "trimester": ["year"], "half": ["year"], "year": []}
CYCLE_NAME = re.compile(r"^(\d{4})(?:-(?:([HTQ])([1-4])|(0[1-9]|1[0-2])))?$")


def add_months(day, n):
    """fp: "months are calendar months" (31 January + 1 month = the last day of February)."""
    y, m = divmod(day.year * 12 + day.month - 1 + n, 12)
    return date(y, m + 1, min(day.day, calendar.monthrange(y, m + 1)[1]))


class Calendar:
    def __init__(self, settings):
        self.fiscal_start = settings.get("fiscal_year_start", 1)
        self.named_by = settings.get("fiscal_year_named_by", "end")

    def year_start(self, year):
        # "`fiscal_year_start = 2`, named by end: `2021-Q1` = 2020-02-01 .. 2020-04-30.
        #  With a start in January both naming rules agree."
        back = self.fiscal_start > 1 and self.named_by == "end"
        return date(year - 1 if back else year, self.fiscal_start, 1)

    def part(self, year, kind, index):
        if kind == "month":  # fp: "A month's name is its calendar month, whatever the fiscal year."
            start = date(year, index, 1)
            name = f"{year:04}-{index:02}"
        else:
            start = add_months(self.year_start(year), MONTHS[kind] * (index - 1))
            name = f"{year:04}" if kind == "year" else f"{year:04}-{LETTER[kind]}{index}"
        return Cycle(name, kind, start, add_months(start, MONTHS[kind]) - timedelta(1))

    def parse(self, name):
        found = CYCLE_NAME.match(name)
        if not found:
            return None
        year, letter, index, month = found.groups()
        if month:
            return self.part(int(year), "month", int(month))
        if not letter:
            return self.part(int(year), "year", 1)
        kind = {v: k for k, v in LETTER.items()}[letter]
        return self.part(int(year), kind, int(index)) if int(index) <= 12 // MONTHS[kind] else None

    def covering(self, kind, day):
        """The cycle of a kind that covers a day."""
        if kind == "month":
            return self.part(day.year, kind, day.month)
        year = max(y for y in (day.year - 1, day.year, day.year + 1) if self.year_start(y) <= day)
        first = self.year_start(year)
        months = (day.year - first.year) * 12 + day.month - first.month
        return self.part(year, kind, months // MONTHS[kind] + 1)

    def following(self, cycle):
        return self.covering(cycle.kind, cycle.end + timedelta(1))

    def enclosing(self, cycle):
        return [self.covering(kind, cycle.start) for kind in ENCLOSING[cycle.kind]]

    def year_of(self, cycle):
        return self.covering("year", cycle.start)

    def parts(self, outer, kind):
        """The cycles of a kind within `outer`, in order."""
        out, c = [], self.covering(kind, outer.start)
        while c.end <= outer.end:
            if c.start >= outer.start:
                out.append(c)
            c = self.following(c)
        return out


def elapsed(start, end, day):
    # "Elapsed on a day d = (d − start) / (end − start), clamped to 0..1: 0 on the first day, 1 on the last."
    if end <= start:
        return 1.0 if day >= end else 0.0
    return min(1.0, max(0.0, (day - start).days / (end - start).days))


def has_ended(cycle, day):
    # fp: "On its last day a cycle still runs; it has ended from the day after."
    return day > cycle.end


def in_force(raw, day, inside=None):
    """The fields as they stood on a day: "targets are those in force on that day (an amendment counts from
    its `on` day)"; `was` holds "what it was before, newest last"; ""none": there was none"."""
    now = dict(raw if inside is None else raw.get(inside, {}))
    for change in reversed(raw.get("amended", [])):
        if change["on"] > day:
            for key, value in change["was"].items():
                if value == "none":
                    now.pop(key, None)
                else:
                    now[key] = value
    return now


def is_dropped(raw, day):
    return "dropped" in raw and raw["dropped"]["on"] <= day


def is_present(raw, day):
    # fp: "A goal `added` after the day that is looked at is absent."
    return raw.get("added", day) <= day


# ------------------------------------------------------------------------- Files (format.md, read only)

Update = namedtuple("Update", "date by order goal kpi value unchanged done confidence")
# goal: (cycle name, objective id, key result or None), canonical; kpi: the KPI that a value belongs to


class Workspace:
    def __init__(self, root):
        self.root = Path(root)
        self.settings = self.toml(self.root / "okr.toml")
        self.cal = Calendar(self.settings)
        self.kind = self.settings.get("cycle", "quarter")
        self.kpis, self.objectives, self.closed, self.memo = {}, {}, {}, {}
        for path in sorted((self.root / "kpis").rglob("*.toml")):
            self.kpis["kpis/" + self.name(path, self.root / "kpis")] = self.toml(path)
        folders = [p for p in self.root.iterdir() if p.is_dir() and self.cal.parse(p.name)]
        for folder in folders:
            goals = self.objectives[folder.name] = {}
            for path in folder.rglob("*.toml"):
                if path.parent == folder / "checkins":
                    continue
                if path == folder / "closed.toml":
                    self.closed[folder.name] = self.toml(path)
                else:
                    goals[self.name(path, folder)] = self.toml(path)
        self.updates = []
        for folder in folders:
            for path in (folder / "checkins").glob("*.toml"):
                self.read_checkin(folder.name, path)
        # "Programs sort by the name and read nothing else from it"
        self.updates.sort(key=lambda u: (u.date, u.order))

    @staticmethod
    def toml(path):
        return tomllib.loads(path.read_bytes().decode("utf-8-sig"))

    @staticmethod
    def name(path, base):
        return path.relative_to(base).as_posix().removesuffix(".toml")

    def cycle(self, name):
        return self.cal.parse(name)

    def kpi_id(self, ref):
        """The KPI's present id; "a renamed KPI `formerly = ["kpis/retention"]`"."""
        if ref is None or ref in self.kpis:
            return ref
        return next((i for i, raw in self.kpis.items() if ref in raw.get("formerly", [])), None)

    def goal(self, ref, cycle):
        """(cycle, objective, key) of a reference; "a goal of another cycle takes the cycle in front"."""
        head, _, rest = ref.partition("/")
        if rest and self.cal.parse(head):
            cycle, ref = head, rest
        objective, _, key = ref.partition(".")
        goals = self.objectives.get(cycle, {})
        # "formerly: earlier ids in this cycle: check-ins written before a rename still count"
        if objective not in goals:
            objective = next((i for i, raw in goals.items() if objective in raw.get("formerly", [])), None)
        if objective is None or not key:
            return objective and (cycle, objective, None)
        krs = goals[objective].get("key_results", {})
        if key not in krs:
            key = next((k for k, raw in krs.items() if key in raw.get("formerly", [])), None)
        return key and (cycle, objective, key)

    def raw(self, goal):
        cycle, objective, key = goal
        raw = self.objectives[cycle][objective]
        return raw if key is None else raw["key_results"][key]

    def read_checkin(self, folder, path):
        checkin = self.toml(path)
        for n, u in enumerate(checkin.get("update", [])):
            goal = self.goal(u["kr"], folder) if "kr" in u else None
            kpi = self.kpi_id(u.get("kpi"))
            if goal and kpi is None:
                # "A key result that follows a KPI and the KPI itself are the same reading."
                kpi = self.kpi_id(self.raw(goal).get("kpi"))
            self.updates.append(Update(
                u.get("date", checkin["date"]),  # "only where it differs from the check-in's"
                checkin.get("by"), (path.name, n), goal, kpi, u.get("value"),
                u.get("unchanged", False), u.get("done", []), u.get("confidence")))


# ---------------------------------------------------------------------------------------- Readings

def kpi_readings(ws, kpi, day, cycle=None):
    """[(date, value)] of a KPI up to a day, one for each date.  "updates dated later do not exist"."""
    one = {}
    for u in ws.updates:
        if u.kpi == kpi and u.value is not None and u.date <= day and covers(cycle, u.date):
            # "Two readings of one goal for one day: the later file name counts … For a KPI of `sum`, readings of
            #  different people on one day add up; a later one of the same person replaces his earlier one."
            who = u.by if ws.kpis[kpi].get("aggregate", "last") == "sum" else None
            one.setdefault(u.date, {})[who] = u.value
    # fp: "A `sum` KPI that two people read on one day has one reading for that day."
    return sorted((d, sum(v.values()) if len(v) > 1 else next(iter(v.values()))) for d, v in one.items())


def covers(cycle, day):
    return cycle is None or cycle.start <= day <= cycle.end


def goal_updates(ws, goal, cycle, day):
    return [u for u in ws.updates if u.goal == goal and u.date <= day and covers(cycle, u.date)]


def own_readings(ws, goal, cycle, day):
    # fp: "Of two readings of one day for a key result of its own the later file counts."
    return sorted({u.date: u.value for u in goal_updates(ws, goal, cycle, day) if u.value is not None}.items())


def confirmations(ws, goal, kpi, cycle, day):
    # fp: "An update with `unchanged = true` confirms the last value: it counts as an update and moves the date of
    #  the last reading, but adds no reading."  "`unchanged` on a key result confirms its KPI's reading for all
    #  who follow it."
    return [u.date for u in ws.updates if u.unchanged and u.date <= day and covers(cycle, u.date)
            and (u.kpi == kpi if kpi else u.goal == goal)]


# --------------------------------------------------------------------------------------------- KPI

def aggregate(how, values):
    # "last (default) | sum | mean | min | max: readings of a cycle -> its value"
    if not values:
        return None
    return {"last": lambda v: v[-1], "sum": sum, "mean": lambda v: sum(v) / len(v), "min": min, "max": max}[how](values)


def kpi_value(ws, kpi, cycle, day):
    """"Value of a cycle = `aggregate` of its readings."""
    how = ws.kpis[kpi].get("aggregate", "last")
    if how == "mean" and cycle.kind in ENCLOSING[ws.kind]:
        # "Of an enclosing cycle (a year of quarters): … `mean` as the mean of the means of the workspace's cycles
        #  in it that have readings."
        means = [kpi_value(ws, kpi, c, day) for c in ws.cal.parts(cycle, ws.kind)]
        return aggregate("mean", [m for m in means if m is not None])
    return aggregate(how, [v for _, v in kpi_readings(ws, kpi, day, cycle)])


def kpi_targets(ws, kpi, day):
    return in_force(ws.kpis[kpi], day, "targets")


def share_out(target, n):
    if isinstance(target, dict):
        return {k: v / n for k, v in target.items()}
    return target / n


def kpi_target(ws, kpi, cycle, day):
    """(target, where it comes from)."""
    targets = kpi_targets(ws, kpi, day)
    # "Target in force for a cycle: its own in `[targets]`;"
    if cycle.name in targets:
        return targets[cycle.name], cycle.name
    is_sum = ws.kpis[kpi].get("aggregate", "last") == "sum"
    for outer in ws.cal.enclosing(cycle):
        if outer.name in targets:
            # "else for `sum` the enclosing cycle's divided by the number of such cycles in it, for the others the
            #  enclosing cycle's as it is"
            n = len(ws.cal.parts(outer, cycle.kind))
            return (share_out(targets[outer.name], n) if is_sum else targets[outer.name]), outer.name
    # "else `always`; else none."  ("not for sum")
    if "always" in targets and not is_sum:
        return targets["always"], "always"
    return None, None


def band(target):
    """{"at_least", "at_most"} with null for an absent side; a number as it is."""
    if isinstance(target, dict):
        return {"at_least": target.get("at_least"), "at_most": target.get("at_most")}
    return target


def kpi_state(ws, kpi, cycle, day):
    """(value, target, target_from, shortfall, status)."""
    raw = ws.kpis[kpi]
    direction, is_sum = raw.get("direction", "increase"), raw.get("aggregate", "last") == "sum"
    value = kpi_value(ws, kpi, cycle, day)
    target, source = kpi_target(ws, kpi, cycle, day)
    # "While a cycle runs, an increasing `sum` is judged against target × share, share = days so far / days of the
    #  cycle"; fp: "Days so far include the day itself"
    share = 1.0
    if is_sum and cycle.start <= day <= cycle.end:
        share = ((day - cycle.start).days + 1) / ((cycle.end - cycle.start).days + 1)
    judged = target
    if direction == "increase" and target is not None and not isinstance(target, dict):
        judged = target * share
    shortfall = short(direction, judged, value)
    status = kpi_colour(ws, raw, direction, is_sum, value, target, judged, shortfall, share)
    # "and is never worse than amber in the cycle's first tenth"; fp: "the first tenth is a share of at most 0.1"
    if is_sum and direction == "increase" and status == "red" and share <= 0.1 + EPS:
        status = "amber"
    return value, target, source, shortfall, status


def short(direction, target, value):
    if target is None or value is None:
        return None
    if isinstance(target, dict):
        # "0 inside a band for `maintain`, else 100 × distance / |nearer bound|"
        low, high = target.get("at_least", -math.inf), target.get("at_most", math.inf)
        if low <= value <= high:
            return 0.0
        nearer, distance = (low, low - value) if value < low else (high, value - high)
        return 100 * distance / abs(nearer) if nearer else None
    if target == 0:  # fp: "null for target 0"
        return None
    # "Shortfall in percent = 100 × (target − value) / |target| for `increase`, its negative for `decrease`"
    percent = 100 * (target - value) / abs(target)
    return (percent if direction == "increase" else -percent) + 0.0


def kpi_colour(ws, raw, direction, is_sum, value, target, judged, shortfall, share):
    if value is None:  # fp: "Neither reading nor target: `no-reading`."
        return "no-reading"
    if "thresholds" in raw and direction != "maintain":
        # "`[thresholds]` override"; "thresholds of a `sum` scale with the share";
        # fp: "`[thresholds]` judge also without a target."
        sign = 1 if direction == "increase" else -1
        for colour in ("green", "amber"):
            if colour in raw["thresholds"] and sign * (value - raw["thresholds"][colour] * share) >= -EPS:
                return colour
        return "red"
    if target is None:
        return "no-target"
    if direction == "decrease" and is_sum:
        # "a decreasing one (a budget) is green up to target × share, amber up to the target, red beyond"
        return "green" if value <= target * share + EPS else "amber" if value <= target + EPS else "red"
    if shortfall is None:
        # "Target 0: green when met, else red."
        if isinstance(judged, dict):
            return "red"
        met = value >= judged - EPS if direction == "increase" else value <= judged + EPS
        return "green" if met else "red"
    # "Green ≤ `green_within`, amber ≤ `amber_within`, else red"
    limits = ws.settings.get("kpi", {})
    if shortfall <= limits.get("green_within", 0) + EPS:
        return "green"
    return "amber" if shortfall <= limits.get("amber_within", 10) + EPS else "red"


def after_periods(frequency, day, n):
    """The day `n` periods after a day."""
    days = {"daily": 1, "weekly": 7, "fortnightly": 14}.get(frequency)
    if days:
        return day + timedelta(days * n)
    return add_months(day, {"monthly": 1, "quarterly": 3, "yearly": 12}[frequency] * n)


def kpi_last_reading(ws, kpi, day):
    # fp: "`last_reading` and overdue look back over older cycles" … "are as of the day that is looked at"
    readings = kpi_readings(ws, kpi, day)
    if not readings:
        return None
    return max([readings[-1][0]] + confirmations(ws, None, kpi, None, day))


def kpi_overdue(ws, kpi, day):
    # "Overdue: no reading for one period of its `frequency` plus `grace_days`."; fp: "never read is overdue"
    frequency, last = ws.kpis[kpi].get("frequency"), kpi_last_reading(ws, kpi, day)
    if last is None:
        return True
    if frequency is None:
        return False
    return day > after_periods(frequency, last, 1) + timedelta(ws.settings.get("grace_days", 3))


# ------------------------------------------------------------- Progress and score of a key result

def clamp(x):
    return None if x is None else min(1.0, max(0.0, x)) + 0.0


def relative(text, baseline):
    # "`"+20%"` = baseline + 0.2 × |baseline|; `"-30%"` = baseline − 0.3 × |baseline|. … from a baseline of 0, it
    #  is an error."
    if not baseline:
        return None
    return baseline + float(text.rstrip("% ")) / 100 * abs(baseline)


def definition(ws, cycle, raw, day, readings):
    """Kind and numbers of a key result (or of an objective measured itself) on a day."""
    now = in_force(raw, day)
    d = dict(kind=now.get("kind"), kpi=ws.kpi_id(now.get("kpi")), baseline=now.get("baseline"), target=None,
             commit=now.get("commit"), stretch=now.get("stretch"), at_least=now.get("at_least"),
             at_most=now.get("at_most"), relative=None, direction=None, aggregate=None, now=now)
    if d["kind"] in ("effort", "rollup"):
        return d
    bounded = d["at_least"] is not None or d["at_most"] is not None
    target = now.get("target")
    if d["kpi"]:
        kpi = ws.kpis[d["kpi"]]
        d["direction"], d["aggregate"] = kpi.get("direction", "increase"), kpi.get("aggregate", "last")
        # "Target: the key result's own, else the KPI's target in force."
        if target is None and not bounded:
            target = kpi_target(ws, d["kpi"], cycle, day)[0]
        if d["direction"] == "maintain" and not bounded:
            # "A KPI of direction `maintain`: bounds from its band"
            edges = target if isinstance(target, dict) else {}
            d["at_least"], d["at_most"], bounded = edges.get("at_least"), edges.get("at_most"), True
        elif d["direction"] == "decrease" and d["aggregate"] == "sum" and not bounded:
            # "a `sum` KPI of direction `decrease`: bounds, `at_most` = the target"
            d["at_most"], bounded = target, True
    d["kind"] = "bounds" if bounded else "metric"
    if bounded:  # fp: "both have `target` null"
        return d
    # "Baseline: its own, else 0 for `sum`, else the cycle's first reading."
    # "unknown yet? leave it out: the first reading becomes the baseline"
    if d["baseline"] is None:
        d["baseline"] = 0 if d["aggregate"] == "sum" else readings[0][1] if readings else None
    if isinstance(target, str):
        d["relative"], target = target, relative(target, d["baseline"])
    d["target"] = target
    return d


def piecewise(baseline, points, value):
    """The line through (baseline, 0) and the points, clamped; works upwards and downwards."""
    sign = 1 if points[-1][0] >= baseline else -1
    line = [(0.0, 0.0)] + [(sign * (x - baseline), y) for x, y in points]
    at = sign * (value - baseline)
    if at <= 0:
        return 0.0
    for (x0, y0), (x1, y1) in zip(line, line[1:]):
        if at <= x1 and x1 > x0:
            return clamp(y0 + (y1 - y0) * (at - x0) / (x1 - x0))
    return 1.0


def at_or_beyond(direction, value, target):
    return value >= target - EPS if direction != "decrease" else value <= target + EPS


def metric(d, value):
    """(progress, score)."""
    b, t = d["baseline"], d["target"]
    if b is None or t is None:
        return None, None
    # "A key result that follows a KPI takes its direction from the KPI"; a baseline at or beyond the target:
    # "score 1 while the value is at or beyond the target, else 0"
    # "Baseline = target in a metric of its own: score 1 where value = target, else 0"
    # fp: "Where progress is defined by a case …, it equals the score"
    if d["kpi"] and at_or_beyond(d["direction"], b, t):
        one = 1.0 if at_or_beyond(d["direction"], value, t) else 0.0
        return one, one
    if b == t:
        one = 1.0 if abs(value - t) <= EPS else 0.0
        return one, one
    # "(value − baseline) / (target − baseline); the sign of target − baseline is the direction"
    progress = (value - b) / (t - b) + 0.0
    if d["commit"] is None and d["stretch"] is None:
        return progress, clamp(progress)
    # "with `commit` or `stretch` the piecewise line baseline → 0, commit → 0.3, target → 0.7, stretch → 1.0 (a zone
    #  that is absent is left out of the line; with `commit` and no `stretch` it ends at target → 1.0)"
    points = [(d["commit"], 0.3)] if d["commit"] is not None else []
    points.append((t, 0.7 if d["stretch"] is not None else 1.0))
    if d["stretch"] is not None:
        points.append((d["stretch"], 1.0))
    return progress, piecewise(b, points, value)


def bounds(d, readings, value):
    """Progress: "share of the cycle's readings that lie within, bounds inclusive; no reading: null."""
    low, high = d["at_least"], d["at_most"]
    if not readings or (low is None and high is None):
        return None
    within = lambda v: (low is None or v >= low - EPS) and (high is None or v <= high + EPS)
    if d["aggregate"] == "mean":
        # "On a KPI of `mean`: 1 while the cycle's mean lies within, else 0."
        return 1.0 if within(value) else 0.0
    if d["aggregate"] == "sum":
        # "Of `sum`: `at_most` 1 while the total does not exceed it, else 0; `at_least` total / bound"
        parts = [] if high is None else [1.0 if value <= high + EPS else 0.0]
        if low is not None:
            parts.append(value / low + 0.0 if low else (1.0 if value >= 0 else 0.0))
        return min(parts)
    return sum(1 for _, v in readings if within(v)) / len(readings)


def effort(now, updates):
    """(progress, percent last reported, done ids)."""
    # fp: "`done` lists add up."  "Effort: `value` is the percent as last reported, null where it has milestones only."
    done = {m for u in updates for m in u.done}
    values = [u.value for u in updates if u.value is not None]
    percent = values[-1] if values else None
    if now.get("milestones"):
        # "Σ weight of milestones done / Σ weight"
        total = sum(m.get("weight", 1) for m in now["milestones"])
        return sum(m.get("weight", 1) for m in now["milestones"] if m["id"] in done) / total, percent, done
    # "or percent complete / 100"; "Effort without a reading: 0."
    return (percent or 0) / 100, percent, done


def supporters(ws, goal, day):
    """[(cycle, objective id)] that support a rollup key result."""
    cycle, objective, _ = goal
    rollups = [k for k, raw in ws.objectives[cycle][objective].get("key_results", {}).items()
               if raw.get("kind") == "rollup" and is_present(raw, day) and not is_dropped(raw, day)]
    # "the objectives that support this key result, and, where it is its objective's only rollup, of those that
    #  support the objective"
    wanted = [goal] + ([(cycle, objective, None)] if len(rollups) <= 1 else [])
    out = []
    for name, goals in ws.objectives.items():
        # fp: "A rollup leaves out objectives of cycles that have not begun."
        if ws.cycle(name).start <= day:
            out += [(name, i) for i, raw in sorted(goals.items())
                    if raw.get("supports") and ws.goal(raw["supports"], name) in wanted]
    return out


# --------------------------------------------------------------------------- Status, flags, expected

def level(ambition):
    # "Success level s: 0.7 for aspirational objectives, 1.0 for committed ones"
    return 1.0 if ambition == "committed" else 0.7


def two_decimals(x):
    return math.floor(x * 100 + 0.5 + EPS) / 100


def confidence_word(confidence):
    # "Where there is no expectation the latest confidence decides (≥ 0.7, ≥ 0.4, below), else `unjudged`."
    if confidence is None:
        return "unjudged"
    return "on-track" if confidence >= 0.7 - EPS else "at-risk" if confidence >= 0.4 - EPS else "off-track"


def status_word(ws, cycle, day, ambition, score, behind, confidence, done):
    if ambition == "learning":  # fp: "stay `unjudged`, also at score 1"
        return "unjudged"
    if has_ended(cycle, day):
        # "After the cycle's end `done` at a score of s or more (rounded to two decimals), else `missed`."
        # fp: "An ended cycle: `unjudged` where the score is null"
        if score is None:
            return "unjudged"
        return "done" if two_decimals(score) >= level(ambition) - EPS else "missed"
    if done:
        return "done"
    if behind is None:
        return confidence_word(confidence)
    # "Behind = expected − score … ≤ 0.10 × (1 − the cycle's elapsed on the day looked at) `on-track`, ≤ 0.20
    #  `at-risk`, else `off-track`, all comparisons with a tolerance of 1e-9."
    if behind <= 0.10 * (1 - elapsed(cycle.start, cycle.end, day)) + EPS:
        return "on-track"
    return "at-risk" if behind <= 0.20 + EPS else "off-track"


def is_stale(ws, cycle, day, kpi, last_update, added):
    # fp: "An ended cycle: … nothing is `stale`."
    if has_ended(cycle, day):
        return False
    # "no update by anyone for two check-in periods, or twice the KPI's frequency where that is longer, counted from
    #  the last update, else from the cycle's start or `added`"
    since = last_update or added or cycle.start
    limit = after_periods(ws.settings.get("checkin_frequency", "weekly"), since, 2)
    frequency = ws.kpis[kpi].get("frequency") if kpi else None
    if frequency:
        limit = max(limit, after_periods(frequency, since, 2))
    return day > limit


def expected_metric(cycle, day, s, begin, last_reading, stale):
    # fp: "After a cycle's end the expected score of a metric is s."
    if has_ended(cycle, day):
        return s
    # "metric: s × elapsed on the date of the last reading (0 before the first), or on the day looked at once the key
    #  result is stale"; "elapsed runs from `added` where there is one, for metrics too"
    if stale:
        return s * elapsed(begin, cycle.end, day)
    return s * elapsed(begin, cycle.end, last_reading) if last_reading else 0.0


def expected_effort(now, cycle, day, s, begin):
    milestones, due = now.get("milestones"), now.get("due")
    if not milestones:
        # "effort by percent: s × elapsed towards `due` (or the cycle's end)"
        return s * elapsed(begin, due or cycle.end, day)
    if all("due" in m for m in milestones):
        # "effort whose milestones all have a `due`: share of weight that is due by today"
        total = sum(m.get("weight", 1) for m in milestones)
        return sum(m.get("weight", 1) for m in milestones if m["due"] <= day) / total
    # "other effort: no expectation until its own `due` has passed, then s"
    return s if due and day > due else None


def weighted(pairs):
    """"Σ(weight × score) / Σ weight" over the pairs that have a figure; null where there are none."""
    pairs = [(w, x) for w, x in pairs if x is not None]
    total = sum(w for w, _ in pairs)
    return sum(w * x for w, x in pairs) / total + 0.0 if pairs and total > 0 else None


def measure(ws, cycle, goal, raw, objective, day, frozen):
    """Everything about one key result, or about an objective measured itself (key None), on a day."""
    ambition = in_force(objective, day).get("ambition", "aspirational")
    s = level(ambition)
    kpi = ws.kpi_id(in_force(raw, day).get("kpi"))
    readings = kpi_readings(ws, kpi, day, cycle) if kpi else own_readings(ws, goal, cycle, day)
    updates = goal_updates(ws, goal, cycle, day)
    d = definition(ws, cycle, raw, day, readings)
    now, kind = d["now"], d["kind"]
    confirmed = confirmations(ws, goal, kpi, cycle, day)
    last_reading = max([readings[-1][0]] + confirmed) if readings else None
    # fp: "A reading of the KPI refreshes the key results that follow it (also their `last_update`)."
    touched = [u.date for u in updates] + ([r[0] for r in readings] + confirmed if kpi else [])
    last_update = max(touched) if touched else None
    confidence = next((u.confidence for u in reversed(updates) if u.confidence is not None), None)
    added = raw.get("added") or objective.get("added")
    begin = added or cycle.start
    flags, parts, behind = [], [], None

    if kind == "metric":
        # "the last reading in the cycle on or before it, or for a KPI all of the cycle's readings under its
        #  `aggregate`. Before the first reading it is the baseline."
        value = (kpi_value(ws, kpi, cycle, day) if kpi else readings[-1][1]) if readings else d["baseline"]
        progress, score = metric(d, value)
        # "No baseline and no reading yet, or no target: … `no-baseline` or `no-target`"; "A baseline but no reading:
        #  … `no-reading`"; fp: "Neither target nor reading: `no-target`."
        if d["target"] is None and not (d["relative"] and d["baseline"] is None):
            flags.append("no-target")
        elif d["baseline"] is None:
            flags.append("no-baseline")
        elif not readings:
            flags.append("no-reading")
    elif kind == "bounds":
        # fp: "Bounds have as `value` the last reading, or on a KPI its value"
        value = (kpi_value(ws, kpi, cycle, day) if kpi else readings[-1][1]) if readings else d["baseline"]
        progress = bounds(d, readings, value)
        score = clamp(progress)
        if d["at_least"] is None and d["at_most"] is None:
            flags.append("no-target")
        elif not readings:
            flags.append("no-reading")
    elif kind == "effort":
        progress, value, reached = effort(now, updates)
        score = clamp(progress)
        if value is None and not reached:  # fp: "Effort never reported is `no-reading`."
            flags.append("no-reading")
    else:  # "rollup: weighted mean of the scores of the objectives"; fp: "rollups null"
        value = None
        parts = [objective_state(ws, *who, day) for who in supporters(ws, goal, day)]
        parts = [p for p in parts if counts(p)]
        score = progress = weighted([(p["weight"], p["score"]) for p in parts])
    ident = goal[1] if goal[2] is None else f"{goal[1]}.{goal[2]}"
    if frozen is not None:
        score = frozen.get(ident)

    # "`done` as soon as a metric (of its own, or of a KPI with `last` or `sum`) or an effort scores 1"
    done = (score is not None and score >= 1 - EPS and ambition != "learning"
            and (kind == "effort" or kind == "metric" and d["aggregate"] in (None, "last", "sum")))
    # "never for `done`, dropped or rollup"
    stale = kind != "rollup" and not done and is_stale(ws, cycle, day, kpi, last_update, added)
    if stale:
        flags.append("stale")
    if confidence is not None and confidence < 0.4 - EPS:
        flags.append("low-confidence")  # "(latest below 0.4)"
    # "`signal` (the KPI it follows shows a signal in the wrong direction)"; what it shows after the cycle's end is
    #  not the key result's.
    if kpi and oracle_signals.is_wrong(ws, kpi, min(day, cycle.end)):
        flags.append("signal")
    if kind == "effort" and now.get("due") and day > now["due"] and score is not None and score < 1 - EPS:
        flags.append("overdue")  # "(effort past its `due`, not complete)"

    if ambition == "learning":  # fp: "`learning` goals and their key results have `expected` null"
        expected = None
    elif kind == "metric":
        expected = expected_metric(cycle, day, s, begin, last_reading, stale)
    elif kind == "bounds":
        if not readings:  # fp: "Without a reading there is no expectation for bounds."
            expected = None
        elif d["aggregate"] == "sum" and d["at_least"] is not None:
            # fp: "`at_least` on a `sum` KPI is expected like a metric."
            expected = expected_metric(cycle, day, s, begin, last_reading, stale)
        else:  # "bounds: s, once there is a reading"
            expected = s
    elif kind == "effort":
        expected = expected_effort(now, cycle, day, s, begin)
    else:
        # "rollup: the supporters' expected scores under the same weights … over those that have both figures"
        both = [p for p in parts if p["behind"] is not None and p["expected"] is not None]
        expected = weighted([(p["weight"], p["expected"]) for p in both])
        # "for objectives and rollups the weighted mean of it over the parts that have both figures"
        behind = weighted([(p["weight"], p["behind"]) for p in both])
    if kind != "rollup" and expected is not None and score is not None:
        behind = expected - score
    if ambition == "learning":
        behind = None
    word = status_word(ws, cycle, day, ambition, score, behind, confidence, done)

    dropped = is_dropped(raw, day) or is_dropped(objective, day)
    if dropped:
        # fp: "`value` stays, `score`, `progress` and `expected` are null, no flags; a dropped objective drops its
        #  key results"
        progress = expected = behind = None
        score = score if frozen is not None else None  # fp: Closed: "readers quote the frozen scores"
        word, flags = "dropped", []
    return dict(
        json=dict(id=ident, title=now.get("title"), kind=kind, kpi=kpi,
                  unit=now.get("unit", ws.kpis[kpi].get("unit") if kpi else None),
                  # fp: "Without an owner of its own a key result is its objective's owner's, in every output."
                  owner=now.get("owner", objective.get("owner")), weight=now.get("weight", 1),
                  baseline=d["baseline"], target=d["target"], commit=d["commit"], stretch=d["stretch"],
                  at_least=d["at_least"], at_most=d["at_most"], value=value, progress=progress, score=score,
                  expected=expected, status=word, flags=flags, confidence=confidence,
                  last_update=iso(last_update), dropped=dropped),
        behind=behind, definition=d, done=word == "done")


def iso(day):
    return day.isoformat() if day else None


# ------------------------------------------------------------------------ Objective, team, company

FLAGS = ["no-reading", "no-baseline", "no-target", "stale", "low-confidence", "guardrail", "signal", "overdue"]


def frozen_scores(ws, cycle_name, day):
    # fp: "From `closed.toml`'s `on` day on, readers quote the frozen scores (`closed` true); as of an earlier day
    #  everything is live."
    closed = ws.closed.get(cycle_name)
    return closed.get("scores", {}) if closed and day >= closed["on"] else None


def objective_state(ws, cycle_name, ident, day):
    """The figures of an objective on a day; None where it is absent."""
    if (cycle_name, ident, day) in ws.memo:
        return ws.memo[cycle_name, ident, day]
    raw, cycle = ws.objectives[cycle_name][ident], ws.cycle(cycle_name)
    if not is_present(raw, day):
        return None
    now, frozen = in_force(raw, day), frozen_scores(ws, cycle_name, day)
    ambition, dropped = now.get("ambition", "aspirational"), is_dropped(raw, day)
    krs = [measure(ws, cycle, (cycle_name, ident, key), kr, raw, day, frozen)
           for key, kr in raw.get("key_results", {}).items() if is_present(kr, day)]
    live = [k for k in krs if not k["json"]["dropped"]]
    flags = {f for k in live for f in k["json"]["flags"]}
    if "kpi" in now:
        # "One measured itself (`kpi` at its top): scored like a key result that follows the KPI."
        own = measure(ws, cycle, (cycle_name, ident, None), raw, raw, day, frozen)
        score, expected, behind = own["json"]["score"], own["json"]["expected"], own["behind"]
        word = own["json"]["status"]
        flags |= set(own["json"]["flags"])
    else:
        # "Objective = Σ(weight × score) / Σ weight over key results that have a score"
        score = weighted([(k["json"]["weight"], k["json"]["score"]) for k in live])
        if frozen is not None:
            score = frozen.get(ident)
        # "objective: its key results' under theirs, over those that have both figures"
        both = [k for k in live if k["behind"] is not None]
        expected = weighted([(k["json"]["weight"], k["json"]["expected"]) for k in both])
        behind = weighted([(k["json"]["weight"], k["behind"]) for k in both])
        confidence = next((u.confidence for u in reversed(goal_updates(ws, (cycle_name, ident, None), cycle, day))
                           if u.confidence is not None), None)
        # "and an objective when all of its key results are `done`"
        done = bool(live) and all(k["done"] for k in live)
        word = status_word(ws, cycle, day, ambition, score, behind, confidence, done)
    if dropped:
        score = score if frozen is not None else None  # fp: Closed: "readers quote the frozen scores"
        expected = behind = None
        word = "dropped"
    guardrails = [dict(kpi=ws.kpi_id(g), status=kpi_state(ws, ws.kpi_id(g), cycle, day)[4])
                  for g in now.get("guardrails", [])
                  if not ((gone := ws.kpis[ws.kpi_id(g)].get("retired")) and gone["on"] <= day)]  # fp: "left out"
    if any(g["status"] == "red" for g in guardrails):
        flags.add("guardrail")  # "(objective: one of its guardrail KPIs is red)"
    # "An objective carries the union of its key results' flags."; fp: of "its live key results"
    flags = [] if dropped else [f for f in FLAGS if f in flags]
    team, _, _ = ident.rpartition("/")
    state = dict(weight=now.get("weight", 1), score=score, expected=expected, behind=behind, dropped=dropped, json=dict(
        id=ident, title=now.get("objective"), owner=now.get("owner"), team=team or None, ambition=ambition,
        supports=now.get("supports"), kpi=ws.kpi_id(now.get("kpi")), weight=now.get("weight", 1), score=score,
        expected=expected, status=word, flags=flags, guardrails=guardrails, key_results=[k["json"] for k in krs]))
    ws.memo[cycle_name, ident, day] = state
    return state


def counts(state):
    """"A dropped key result or objective leaves every mean from its date on": but for a score frozen before."""
    return state and (not state["dropped"] or state["score"] is not None)


def mean_score(ws, cycle_name, idents, day):
    states = [objective_state(ws, cycle_name, i, day) for i in idents]
    return weighted([(s["weight"], s["score"]) for s in states if counts(s)])


def team_score(ws, cycle_name, team, day):
    # "A team's score = mean of its objectives' scores by weight, sub-teams' objectives included"
    return mean_score(ws, cycle_name, [i for i in ws.objectives.get(cycle_name, {}) if i.startswith(team + "/")], day)


def company_score(ws, cycle_name, day):
    # "the company's (the cycle's) = mean of the objectives at the top of the cycle's folder, or of all where there
    #  are none there"; fp: "only where no objective file lies at the top of the cycle's folder"
    # The file of one that comes later lies there all the same; the goal itself is absent until then.
    goals = ws.objectives.get(cycle_name, {})
    return mean_score(ws, cycle_name, [i for i in goals if "/" not in i] or list(goals), day)


def status_view(ws, cycle_name, day):
    """`okr status --all`: "objectives by id, key results in the file's order"."""
    cycle = ws.cycle(cycle_name)
    states = [objective_state(ws, cycle_name, i, day) for i in sorted(ws.objectives.get(cycle_name, {}))]
    return dict(schema=1, cycle=cycle_name, start=iso(cycle.start), end=iso(cycle.end), as_of=iso(day),
                elapsed=elapsed(cycle.start, cycle.end, day), closed=frozen_scores(ws, cycle_name, day) is not None,
                score=company_score(ws, cycle_name, day), objectives=[s["json"] for s in states if s], unreadable=[])


def kpi_view(ws, cycle_name, day):
    """`okr kpi`."""
    cycle, out = ws.cycle(cycle_name), []
    for kpi, raw in sorted(ws.kpis.items()):
        # fp: "A retired KPI is left out from its date on"
        if "retired" in raw and raw["retired"]["on"] <= day:
            continue
        value, target, source, shortfall, status = kpi_state(ws, kpi, cycle, day)
        # fp: "For a past cycle `last_reading`, overdue and signal are as of the day that is looked at."
        shown = oracle_signals.shown(ws, kpi, day)
        # fp: "`followed_by` names live key results of the shown cycle"
        followed = [f"{i}.{key}" for i, objective in sorted(ws.objectives.get(cycle_name, {}).items())
                    for key, kr in objective.get("key_results", {}).items()
                    if ws.kpi_id(in_force(kr, day).get("kpi")) == kpi
                    and all(is_present(x, day) and not is_dropped(x, day) for x in (objective, kr))]
        out.append(dict(
            id=kpi, name=raw.get("name"), unit=raw.get("unit"), direction=raw.get("direction", "increase"),
            indicator=raw.get("indicator"), aggregate=raw.get("aggregate", "last"), value=value, target=band(target),
            target_from=source, annual_target=band(kpi_targets(ws, kpi, day).get(ws.cal.year_of(cycle).name)),
            shortfall=shortfall, status=status, signal=shown and shown[0], readings=len(kpi_readings(ws, kpi, day, cycle)),
            last_reading=iso(kpi_last_reading(ws, kpi, day)), overdue=kpi_overdue(ws, kpi, day), followed_by=followed))
    return dict(schema=1, cycle=cycle_name, as_of=iso(day), kpis=out)


import oracle_signals  # noqa: E402  needs this module


# --------------------------------------------------------------------------------------------- CLI

def run(ws, query):
    """One query as generate.py and expected.py write them; a refusal is {"refused": reason}."""
    day = date.fromisoformat(query["as_of"])
    if query["cmd"] == "status":
        return status_view(ws, query["cycle"], day)
    if query["cmd"] == "kpi":
        return kpi_view(ws, query["cycle"], day)
    from oracle_carry import Refused, carry_view
    try:
        return carry_view(ws, query["from"], query["to"], day, query.get("strategy", "pace"),
                          query.get("target", []), query.get("unfinished", False), query.get("provisional", False))
    except Refused as why:
        return {"refused": str(why)}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("cmd", choices=["status", "kpi", "carry"])
    parser.add_argument("workspace")
    parser.add_argument("--cycle")
    parser.add_argument("--from")
    parser.add_argument("--to")
    parser.add_argument("--as-of", required=True)
    parser.add_argument("--strategy", choices=["pace", "step", "keep"], default="pace")
    parser.add_argument("--target", action="append", default=[])
    parser.add_argument("--unfinished", action="store_true")
    parser.add_argument("--provisional", action="store_true")
    query = vars(parser.parse_args())
    print(json.dumps(run(Workspace(query.pop("workspace")), query), indent=1, ensure_ascii=False, default=str))


if __name__ == "__main__":
    main()
