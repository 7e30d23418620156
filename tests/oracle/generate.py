"""Writes a random but valid workspace from a seed and prints a JSON list of queries worth asking.

    python3 generate.py SEED DIR

Valid by format.md, and free of what method.md names errors.  Closed cycles and carried key results take their
figures from oracle.py, so that `closed.toml` and `carried` look as the program would have written them.
"""
import hashlib
import json
import random
import sys
from datetime import date, timedelta
from pathlib import Path

import oracle

PEOPLE = ["maria", "tom", "ada", "li-wei", "metrics-bot"]
TEAMS = ["", "", "", "sales", "sales/emea", "customer-success", "eng", "eng/platform/core"]
AGGREGATES = ["last", "sum", "mean", "min", "max"]
DIRECTIONS = ["increase", "decrease", "maintain"]
PERIODS = {"daily": 1, "weekly": 7, "fortnightly": 14, "monthly": 30, "quarterly": 91, "yearly": 365}


# ----------------------------------------------------------------------------------------- TOML out

def toml_value(v):
    if isinstance(v, bool):
        return "true" if v else "false"
    if isinstance(v, date):
        return v.isoformat()
    if isinstance(v, (int, float)):
        return repr(v)
    if isinstance(v, str):
        return json.dumps(v, ensure_ascii=False)
    if isinstance(v, list):
        return "[" + ", ".join(map(toml_value, v)) + "]"
    return "{ " + ", ".join(f"{toml_key(k)} = {toml_value(x)}" for k, x in v.items()) + " }"


def toml_key(k):
    bare = k and all(c.isascii() and (c.isalnum() or c in "-_") for c in k)
    return k if bare else json.dumps(k)


def write_toml(path, data, tables=()):
    """Top-level keys first; the keys in `tables` become [table] (or [table.name] for key results)."""
    lines = [f"{toml_key(k)} = {toml_value(v)}" for k, v in data.items() if k not in tables]
    for table in tables:
        for name, body in ([(table, data[table])] if table in data else []):
            nested = name in ("key_results", "people")
            for head, fields in ([(f"{name}.{toml_key(k)}", x) for k, x in body.items()] if nested else [(name, body)]):
                lines += ["", f"[{head}]"] + [f"{toml_key(k)} = {toml_value(v)}" for k, v in fields.items()]
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_checkin(folder, checkin):
    lines = [f"{k} = {toml_value(v)}" for k, v in checkin.items() if k not in ("update", "stamp")]
    for u in checkin["update"]:
        lines += ["", "[[update]]"] + [f"{k} = {toml_value(v)}" for k, v in u.items()]
    text = "\n".join(lines) + "\n"
    tag = hashlib.sha256(text.encode()).hexdigest()[:4]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{checkin['stamp']}-{checkin['by']}-{tag}.toml").write_text(text, encoding="utf-8")


# ----------------------------------------------------------------------------------------- a workspace

class Generator:
    def __init__(self, seed, root):
        self.r, self.root, self.seed = random.Random(seed), Path(root), seed
        self.kpis, self.levels, self.goals, self.queries = {}, {}, {}, []

    def chance(self, p):
        return self.r.random() < p

    def pick(self, xs):
        return self.r.choice(list(xs))

    def day_in(self, start, end):
        return start + timedelta(self.r.randint(0, max(0, (end - start).days)))

    def num(self, low, high):
        x = self.r.uniform(low, high)
        return round(x) if self.chance(0.4) else round(x, self.r.choice([1, 1, 2]))

    # ---- settings

    def settings(self):
        kind = ["quarter", "month", "trimester", "half", "year", "quarter"][self.seed % 6]
        s = {}
        if self.chance(0.6):
            s["format"] = 1
        if self.chance(0.7):
            s["name"] = f"Workspace {self.seed}"
        if kind != "quarter" or self.chance(0.5):
            s["cycle"] = kind
        if self.chance(0.5):
            s["fiscal_year_start"] = self.pick([1, 2, 4, 7, 10, 12])
            if self.chance(0.6):
                s["fiscal_year_named_by"] = self.pick(["end", "start"])
        if self.chance(0.5):
            s["checkin_frequency"] = self.pick(["weekly", "fortnightly", "monthly"])
        if self.chance(0.3):
            s["grace_days"] = self.r.randint(0, 7)
        if self.chance(0.3):
            s["kpi"] = {"green_within": self.r.randint(0, 5), "amber_within": self.r.randint(6, 25)}
        if self.chance(0.2):
            s["people"] = {"maria": {"name": "Maria López", "email": "maria@acme.example"}}
        write_toml(self.root / "okr.toml", s, ("kpi", "people"))
        self.kind, self.cal = kind, oracle.Calendar(s)

    def pick_cycles(self):
        """The cycles that hold something: two before, the current one, the next."""
        year = self.cal.part(2026, "year", 1)
        current = self.pick(self.cal.parts(year, self.kind))
        before = self.cal.covering(self.kind, current.start - timedelta(1))
        older = self.cal.covering(self.kind, before.start - timedelta(1))
        self.cycles = [older, before, current, self.cal.following(current)]
        self.current, self.next = current, self.cycles[3]
        self.year = self.cal.year_of(current)

    # ---- KPIs

    def make_kpis(self):
        combos = [(a, d) for a in AGGREGATES for d in DIRECTIONS]
        self.r.shuffle(combos)
        for n, (how, direction) in enumerate(combos[:self.r.randint(6, 10)] + [("last", "increase"), ("sum", "increase")]):
            ident = self.pick(["", "", "sales/", "support/desk/"]) + f"{how}-{direction}-{n}"
            zero = how != "sum" and direction == "decrease" and self.chance(0.1)  # a target of 0
            shift = -60 if how == "last" and direction == "increase" and self.chance(0.2) else 0
            self.levels["kpis/" + ident] = (how, direction, zero, shift)
            k = {"name": f"KPI {n} {how} {direction}"}
            if self.chance(0.6):
                k["unit"] = self.pick(["%", "USD", "stars", "days"])
            if direction != "increase" or self.chance(0.3):
                k["direction"] = direction
            if how != "last" or self.chance(0.3):
                k["aggregate"] = how
            k["frequency"] = self.pick(PERIODS)
            if self.chance(0.5):
                k.update(measure="a / b", source="CRM", owner=self.pick(PEOPLE))
            if self.chance(0.4):
                k["indicator"] = self.pick(["leading", "lagging"])
            if self.chance(0.3):
                k["decimals"] = self.r.randint(0, 2)
            if self.chance(0.3):
                k["health"] = True
            if self.chance(0.15):
                k["formerly"] = [f"kpis/old-{n}"]
            if self.chance(0.2):
                k["chart_from"] = self.day_in(self.cycles[0].start, self.current.end)
            if self.chance(0.08):
                k["retired"] = {"on": self.day_in(self.cycles[1].start, self.next.end), "reason": "given up"}
            if direction != "maintain" and self.chance(0.2):
                a, b = sorted([self.num(20, 60), self.num(20, 60)])
                if a != b:
                    k["thresholds"] = {"green": b, "amber": a} if direction == "increase" else {"green": a, "amber": b}
            targets = {}
            per_year = len(self.cal.parts(self.year, self.kind))
            if self.chance(0.65):
                for y in {self.year.name, self.cal.year_of(self.next).name, self.cal.year_of(self.cycles[0]).name}:
                    if y == self.year.name or self.chance(0.7):
                        targets[y] = self.target(ident, per_year)
            if how != "sum" and self.chance(0.3):
                targets["always"] = self.target(ident, 1)
            if self.kind in ("month", "quarter") and self.chance(0.2):  # of the half or quarter in between
                outer = self.cal.enclosing(self.current)[0]
                targets[outer.name] = self.target(ident, len(self.cal.parts(outer, self.kind)))
            for c in self.cycles:
                if c.name not in targets and self.chance(0.2 if c == self.next else 0.4):
                    targets[c.name] = self.target(ident, 1)
            if targets:
                k["targets"] = dict(sorted(targets.items()))
                if self.chance(0.3):
                    k["amended"] = []
                    for on in sorted(self.day_in(self.cycles[1].start, self.current.end) for _ in range(self.r.randint(1, 2))):
                        name = self.pick(targets)
                        was = "none" if self.chance(0.2) else self.target(ident, per_year if name == self.year.name else 1)
                        k["amended"].append({"on": on, "was": {name: was}, "reason": "plan changed"})
            self.kpis["kpis/" + ident] = k
            write_toml(self.root / "kpis" / (ident + ".toml"), k, ("targets", "thresholds"))

    def target(self, ident, n):
        how, direction, zero, shift = self.levels["kpis/" + ident]
        if direction == "maintain":
            low = self.num(20, 40)
            if how == "sum":
                return {"at_least": low * n * 3, "at_most": low * n * 6}
            return {"at_least": low, "at_most": round(low + self.num(5, 20), 2)}
        if how == "sum":
            return self.num(60, 250) * n
        if zero:
            return 0
        return (self.num(56, 90) + shift) if direction == "increase" else self.num(10, 35)

    def baseline(self, kpi):
        """Strictly on the near side of every target of the KPI."""
        how, direction, zero, shift = self.levels[kpi]
        if how == "sum":
            return 0
        return self.num(20, 52) + shift if direction == "increase" else self.num(40, 80)

    def reading(self, kpi):
        how, direction, zero, shift = self.levels[kpi]
        if how == "sum":
            return self.num(1, 60)
        if direction == "maintain":
            return self.num(18, 60)
        targets = [t for t in self.kpis[kpi].get("targets", {}).values() if t]
        if targets and self.chance(0.08):
            return self.pick(targets)  # exactly on target
        return round(self.num(25, 85) + shift, 2) or 1  # a relative target from 0 is an error

    # ---- objectives

    def key_result(self, cycle, o, ambition, learning_free=True):
        r, kr = self.r, {}
        what = r.choices(["kpi", "metric", "bounds", "effort", "milestones", "rollup"], [45, 15, 8, 8, 12, 9])[0]
        if what == "kpi":
            kpi = self.pick(i for i, l in self.levels.items() if l[:2] != ("sum", "maintain"))
            how, direction, zero, shift = self.levels[kpi]
            kr["kpi"] = kpi
            mode = r.random()
            if direction == "maintain":
                if mode < 0.2:
                    kr.update(at_least=self.num(10, 30), at_most=self.num(31, 60))
            elif mode < 0.15:  # a hold
                bound = self.num(100, 200) if how == "sum" else self.num(30, 60) + shift
                kr["at_least" if direction == "increase" else "at_most"] = bound
            elif mode < 0.2 and how != "sum":
                kr.update(at_least=self.num(10, 30) + shift, at_most=self.num(31, 60))
            else:
                budget = how == "sum" and direction == "decrease"
                if self.chance(0.6) and not budget:
                    kr["baseline"] = self.baseline(kpi)
                own = self.chance(0.35)
                if own:
                    kr["target"] = self.num(60, 250) if how == "sum" else self.target(kpi[5:], 1)
                    # once amended, so that an amended target stays on the right side too
                    if self.chance(0.4):
                        was = self.num(60, 250) if how == "sum" else self.target(kpi[5:], 1)
                        kr["amended"] = [{"on": self.day_in(cycle.start, cycle.end), "was": {"target": was if self.chance(0.8) else "none"}, "reason": "moved"}]
                elif how != "sum" and not zero and self.chance(0.2):
                    kr["target"] = f"{'+' if direction == 'increase' else '-'}{r.randint(5, 40)}%"
                if own and not budget and "baseline" in kr and isinstance(kr["target"], (int, float)) and "amended" not in kr:
                    self.zones(kr, ambition)
        elif what == "metric":
            up = r.choice([1, -1])
            base = self.num(-20, 60)
            kr.update(title=f"Metric {r.randint(1, 999)}", unit=self.pick(["stars", "%", "USD"]), baseline=base)
            kr["target"] = round(base + up * self.num(5, 60), 2)
            if self.chance(0.05):
                kr["target"] = base  # scores 1 where value = target, else 0
            elif self.chance(0.3):
                self.zones(kr, ambition)
            elif self.chance(0.25):
                del kr["baseline"]
            elif base and self.chance(0.2):
                kr["target"] = f"{'+' if up > 0 else '-'}{r.randint(5, 50)}%"
            elif self.chance(0.3):
                was = {"target": self.pick([round(base + up * self.num(5, 60), 2), "none"])}
                kr["amended"] = [{"on": self.day_in(cycle.start, cycle.end), "was": was, "reason": "agreed"}]
                if self.chance(0.4):
                    kr["amended"].append({"on": self.day_in(kr["amended"][0]["on"], cycle.end),
                                          "was": {"weight": self.pick([2, 0.5])}})
                    kr["amended"][-1]["reason"] = "more of it"
        elif what == "bounds":
            kr["title"] = "Keep it within bounds"
            sides = r.randint(1, 3)
            if sides & 1:
                kr["at_least"] = self.num(20, 40)
            if sides & 2:
                kr["at_most"] = self.num(41, 70)
        elif what == "effort":
            kr.update(title="A project", kind="effort")
        elif what == "milestones":
            kr.update(title="A project with milestones", kind="effort")
            dues = r.choice([0, 1, 2])  # none, some, all
            kr["milestones"] = []
            for n in range(r.randint(1, 4)):
                m = {"id": f"m{n}", "title": f"Milestone {n}"}
                if self.chance(0.4):
                    m["weight"] = r.choice([2, 3, 0.5])
                if dues == 2 or dues == 1 and n == 0:
                    m["due"] = self.day_in(cycle.start, cycle.end)
                kr["milestones"].append(m)
        else:
            kr.update(title="The parts deliver", kind="rollup")
        if kr.get("kind") == "effort" and self.chance(0.6):
            kr["due"] = self.day_in(cycle.start + timedelta(5), cycle.end)
        if "amended" not in kr or "weight" not in str(kr["amended"]):
            if self.chance(0.25):
                kr["weight"] = r.choice([2, 3, 0.5, 1])
        if self.chance(0.2):
            kr["owner"] = self.pick(PEOPLE)
        if self.chance(0.1):
            kr["formerly"] = [f"old-{r.randint(1, 9999)}"]
        if kr.get("kind") != "rollup":
            if self.chance(0.08):
                kr["added"] = max(o.get("added", cycle.start), self.day_in(cycle.start + timedelta(1), cycle.end - timedelta(4)))
            if self.chance(0.08):
                kr["dropped"] = {"on": self.day_in(max(o.get("added", cycle.start), kr.get("added", cycle.start)), cycle.end), "reason": "sold"}
            if kr.get("due", cycle.end) <= kr.get("added", o.get("added", cycle.start)):
                kr["due"] = cycle.end
        return kr

    def zones(self, kr, ambition):
        b, t = kr["baseline"], kr["target"]
        if abs(t - b) < 1:
            return
        if self.chance(0.6):
            kr["commit"] = round(b + (t - b) * self.pick([0.4, 0.5, 0.6]), 3)
        if ambition != "committed" and self.chance(0.6):
            kr["stretch"] = round(t + (t - b) * self.pick([0.2, 0.5]), 3)

    def objective(self, cycle, ident, above):
        r = self.r
        o = {"objective": f"Goal {ident}"}
        if self.chance(0.8):
            o["owner"] = self.pick(PEOPLE)
        ambition = r.choices(["aspirational", "committed", "learning"], [6, 3, 1])[0]
        if ambition != "aspirational" or self.chance(0.3):
            o["ambition"] = ambition
        if self.chance(0.3):
            o["weight"] = r.choice([2, 3, 0.5])
        if self.chance(0.25):
            o["guardrails"] = r.sample(sorted(self.kpis), r.randint(1, 2))
        if self.chance(0.08):
            o["added"] = self.day_in(cycle.start + timedelta(1), cycle.end - timedelta(4))
        if self.chance(0.07):
            o["dropped"] = {"on": self.day_in(o.get("added", cycle.start), cycle.end), "reason": "no longer needed"}
        if self.chance(0.12):
            o["formerly"] = [f"old/{ident.replace('/', '-')}"]
        if self.chance(0.12):  # measured itself
            kpi = self.pick(i for i, l in self.levels.items() if l[1] != "maintain")
            o["kpi"] = kpi
            how, direction = self.levels[kpi][:2]
            if how != "sum" and self.chance(0.6):
                o["baseline"] = self.baseline(kpi)
            if self.chance(0.3):
                o["target"] = self.target(kpi[5:], 1)
        else:
            names = r.sample(["alpha", "beta", "gamma", "delta", "epsilon", "zeta"], r.randint(0 if self.chance(0.1) else 1, 5))
            o["key_results"] = {n: self.key_result(cycle, o, ambition) for n in names}
            if "added" not in o and above is self.annual and self.chance(0.5):
                o["key_results"]["parts"] = {"title": "The quarters deliver", "kind": "rollup"}
            if not o["key_results"]:
                del o["key_results"]
        if above and self.chance(0.7):
            where, other = self.pick(above)
            ref = other if where == cycle.name else f"{where}/{other}"
            krs = self.goals[where][other].get("key_results", {})
            rollups = [k for k, x in krs.items() if x.get("kind") == "rollup"]
            if rollups and self.chance(0.8):
                ref += "." + self.pick(rollups) if self.chance(0.6) else ""
            elif krs and self.chance(0.4):
                ref += "." + self.pick(krs)
            o["supports"] = ref
        return o

    def make_objectives(self):
        self.annual = []
        if self.kind != "year" and self.chance(0.7):
            self.goals[self.year.name] = {}
            for n in range(self.r.randint(1, 2)):
                ident = f"annual-{n}"
                self.goals[self.year.name][ident] = self.objective(self.year, ident, self.annual if n else None)
                # an annual objective supports nothing but an earlier annual one
                self.annual = self.annual + [(self.year.name, ident)]
        for cycle in self.cycles[1:3]:
            self.goals[cycle.name] = {}
            above = [a for a in self.annual if self.cal.year_of(cycle).name == a[0]]
            top = not self.chance(0.15)
            for n in range(self.r.randint(1, 6)):
                team = self.pick(TEAMS) if top else self.pick([t for t in TEAMS if t])
                ident = (team + "/" if team else "") + f"goal-{n}"
                self.goals[cycle.name][ident] = self.objective(cycle, ident, above)
                above = above + [(cycle.name, ident)]
        for cycle, goals in self.goals.items():
            for ident, o in goals.items():
                write_toml(self.root / cycle / (ident + ".toml"), o, ("key_results",))

    # ---- check-ins

    def targets_of_checkins(self, cycle, day):
        """What can be reported on a day: (reference, raw, objective raw)."""
        out = []
        for where in (cycle.name, self.year.name):
            span = self.cal.parse(where)
            if where not in self.goals or not span.start <= day <= span.end or where in [w for w, *_ in out]:
                continue
            for ident, o in self.goals[where].items():
                for key, kr in o.get("key_results", {}).items():
                    starts = [x["added"] for x in (o, kr) if "added" in x]
                    ends = [x["dropped"]["on"] for x in (o, kr) if "dropped" in x]
                    if all(day >= s for s in starts) and all(day < e for e in ends):
                        i = self.pick(o["formerly"]) if "formerly" in o and self.chance(0.5) else ident
                        k = self.pick(kr["formerly"]) if "formerly" in kr and self.chance(0.5) else key
                        prefix = "" if where == cycle.name else where + "/"
                        out.append((where, f"{prefix}{i}.{k}", kr))
        return out

    def update(self, cycle, day):
        r, choices = self.r, self.targets_of_checkins(cycle, day)
        if not choices or self.chance(0.35):
            kpi = self.pick(self.kpis)
            ref = self.pick(self.kpis[kpi]["formerly"]) if "formerly" in self.kpis[kpi] and self.chance(0.5) else kpi
            return {"kpi": ref, "unchanged": True} if self.chance(0.1) else {"kpi": ref, "value": self.reading(kpi)}
        _, ref, kr = self.pick(choices)
        u = {"kr": ref}
        if self.chance(0.12):
            u["unchanged"] = True
        elif self.chance(0.12):
            u[self.pick(["note", "blocker"])] = "A word about it.\nSecond line."
        elif "milestones" in kr:
            u["done"] = r.sample([m["id"] for m in kr["milestones"]], r.randint(1, len(kr["milestones"])))[:2]
        elif kr.get("kind") == "effort":
            u["value"] = r.choice([0, 10, 25, 40, 50.5, 80, 100])
        elif kr.get("kind") == "rollup":
            u["confidence"] = self.num01()
        elif "kpi" in kr:
            if self.chance(0.7):
                u["kpi"] = kr["kpi"]
            u["value"] = self.reading(kr["kpi"])
        elif "at_least" in kr or "at_most" in kr:
            u["value"] = self.pick([self.num(15, 75), kr.get("at_least", kr.get("at_most"))])
        else:
            t = kr["target"]
            u["value"] = t if isinstance(t, (int, float)) and self.chance(0.15) else self.num(-30, 110)
        if self.chance(0.45):
            u["confidence"] = self.num01()
        return u

    def about(self, cycle, u):
        """The goals that an update speaks of, by their present ids."""
        kpi = u.get("kpi")
        kpi = next((i for i, k in self.kpis.items() if kpi in k.get("formerly", [])), kpi)
        out = {kpi} if kpi else set()
        if "kr" in u:
            goal = self.loaded.goal(u["kr"], cycle.name)
            out |= {goal, self.loaded.raw(goal).get("kpi")} - {None}
        return out

    def num01(self):
        return self.r.choice([0, 0.2, 0.3, 0.39, 0.4, 0.5, 0.6, 0.7, 0.8, 0.95, 1])

    def make_checkins(self):
        self.loaded = oracle.Workspace(self.root)
        for cycle in self.cycles[:3]:
            for _ in range(self.r.randint(0, 24) if self.chance(0.9) else 60):
                day = self.day_in(cycle.start, cycle.end)
                recorded = day + timedelta(self.r.choice([0, 0, 0, 0, 1, 5]))
                stamp = f"{recorded}-{self.r.randint(0, 23):02}{self.r.randint(0, 59):02}{self.r.randint(0, 59):02}"
                c = {"date": day, "by": self.pick(PEOPLE), "stamp": stamp, "update": []}
                if self.chance(0.3):
                    c["plan"] = "Go on"
                if self.chance(0.2):
                    c["wins"] = ["First \"account\""]
                seen = set()
                for _ in range(self.r.randint(1, 4)):
                    at = self.day_in(cycle.start, day) if self.chance(0.12) else day
                    u = self.update(cycle, at)
                    about = self.about(cycle, u)
                    if about & seen:  # one file never speaks twice of one goal
                        continue
                    seen |= about
                    if at != day:
                        u["date"] = at
                    c["update"].append(u)
                write_checkin(self.root / cycle.name / "checkins", c)

    # ---- closing and carrying

    def make_closed(self):
        cycle = self.cycles[1]
        if not self.goals.get(cycle.name) or not self.chance(0.4):
            return None
        on = cycle.end + timedelta(self.r.randint(1, 9))
        ws, scores = oracle.Workspace(self.root), {}
        for o in oracle.status_view(ws, cycle.name, on)["objectives"]:
            for goal in [o] + o["key_results"]:
                if goal["score"] is not None:  # now and then another number, so that quoting it shows
                    scores[goal["id"]] = round(goal["score"], 2) if self.chance(0.8) else self.r.choice([0.1, 0.65, 0.8])
        write_toml(self.root / cycle.name / "closed.toml", {"on": on, "by": "maria", "scores": scores}, ("scores",))
        return on

    def make_carried(self):
        """Part of the current cycle's goals are in the next one already."""
        if not self.chance(0.4):
            return
        ws, old, new = oracle.Workspace(self.root), self.current, self.next
        day, out = old.end + timedelta(3), {}
        for ident, o in self.goals[old.name].items():
            for key, kr in o.get("key_results", {}).items():
                kpi = kr.get("kpi")
                if not kpi or self.levels[kpi][1] == "maintain" or self.levels[kpi][0] == "sum" or not self.chance(0.4):
                    continue
                actual = oracle.kpi_value(ws, kpi, old, day)
                if actual is not None and self.chance(0.3):
                    actual = round(actual + 1.5, 2)  # stale
                carried = {"from": f"{old.name}/{ident}.{key}"}
                if actual is not None:
                    carried["actual"] = actual
                bound = "at_least" if self.levels[kpi][1] == "increase" else "at_most"
                name = key if self.chance(0.8) else key + "-renamed"
                goal = out.setdefault(ident, {"objective": o["objective"], "key_results": {}})
                goal["key_results"][name] = {"kpi": kpi, bound: self.num(30, 50), "carried": carried}
        for ident, o in out.items():
            write_toml(self.root / new.name / (ident + ".toml"), o, ("key_results",))

    # ---- queries

    def make_queries(self, closed_on):
        q, cur, old = self.queries, self.current, self.cycles[1]
        days = [cur.start, self.day_in(cur.start, cur.end), self.day_in(cur.start, cur.end), cur.end - timedelta(3),
                cur.end, cur.end + timedelta(1), cur.end + timedelta(40)]
        for d in days:
            q.append({"cmd": "status", "cycle": cur.name, "as_of": d})
            q.append({"cmd": "kpi", "cycle": cur.name, "as_of": d})
        for d in [self.day_in(old.start, old.end), old.end + timedelta(2)] + ([closed_on - timedelta(1), closed_on] if closed_on else []):
            q.append({"cmd": "status", "cycle": old.name, "as_of": d})
        q.append({"cmd": "kpi", "cycle": old.name, "as_of": days[1]})
        if self.year.name != cur.name:
            for d in (days[1], days[5], self.year.end + timedelta(1)):
                if self.year.name in self.goals:
                    q.append({"cmd": "status", "cycle": self.year.name, "as_of": d})
                q.append({"cmd": "kpi", "cycle": self.year.name, "as_of": d})
        after = cur.end + timedelta(self.r.randint(1, 9))
        base = {"cmd": "carry", "from": cur.name, "to": self.next.name, "as_of": after}
        q += [base, base | {"strategy": "step"}, base | {"strategy": "keep"}, base | {"unfinished": True}]
        early = base | {"as_of": cur.end - timedelta(self.r.randint(0, 5))}
        q += [early, early | {"provisional": True}]
        followed = {}
        for ident, o in self.goals[cur.name].items():
            for key, kr in o.get("key_results", {}).items():
                if "kpi" in kr and self.levels[kr["kpi"]][1] != "maintain":
                    followed[f"{ident}.{key}"] = kr["kpi"]
        if followed:
            kr = self.pick(followed)
            kpi = followed[kr]
            value = self.target(kpi[5:], 1)
            q.append(base | {"target": [f"{kpi}={value}"]})
            q.append(base | {"target": [f"{cur.name}/{kr}={value}"]})

    def run(self):
        self.root.mkdir(parents=True, exist_ok=True)
        self.settings()
        self.pick_cycles()
        self.make_kpis()
        self.make_objectives()
        self.make_checkins()
        closed_on = self.make_closed()
        self.make_carried()
        self.make_queries(closed_on)
        return json.loads(json.dumps(self.queries, default=str))


def generate(seed, root):
    return Generator(seed, root).run()


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    print(json.dumps(generate(int(sys.argv[1]), sys.argv[2]), indent=1))
