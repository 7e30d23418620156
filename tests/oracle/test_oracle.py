"""The examples of method.md and cli.md on small hand-made workspaces: python3 -m unittest test_oracle."""
import tempfile
import unittest
from datetime import date
from pathlib import Path

import oracle
import oracle_carry


def D(text):
    return date.fromisoformat(text)


class Case(unittest.TestCase):
    def ws(self, files):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        for name, text in ({"okr.toml": ""} | files).items():
            path = Path(folder.name) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        return oracle.Workspace(folder.name)

    @staticmethod
    def readings(goal, *pairs, field="kpi", by="maria"):
        return {f"{cycle}/checkins/{day}-090000-{by}-{n:04}.toml":
                f'date = {day}\nby = "{by}"\n[[update]]\n{field} = "{goal}"\nvalue = {value}\n'
                for n, (cycle, day, value) in enumerate(pairs)}

    def kr(self, ws, day, cycle="2026-Q3", n=0):
        return oracle.status_view(ws, cycle, D(day))["objectives"][0]["key_results"][n]

    def near(self, a, b):
        self.assertAlmostEqual(a, b, delta=1e-9)


class Time(Case):
    def test_fiscal_years(self):
        c = oracle.Calendar({"fiscal_year_start": 2})
        self.assertEqual(c.parse("2021-Q1")[2:], (D("2020-02-01"), D("2020-04-30")))
        c = oracle.Calendar({"fiscal_year_start": 2, "fiscal_year_named_by": "start"})
        self.assertEqual(c.parse("2021-Q4")[2:], (D("2021-11-01"), D("2022-01-31")))
        self.assertEqual(c.parse("2021-01")[2:], (D("2021-01-01"), D("2021-01-31")))
        for kind in oracle.MONTHS:
            for day in ("2020-02-29", "2021-01-31", "2021-02-01", "2021-12-31"):
                self.assertTrue(oracle.covers(c.covering(kind, D(day)), D(day)))

    def test_enclosing(self):
        c = oracle.Calendar({})
        self.assertEqual([x.name for x in c.enclosing(c.parse("2026-07"))], ["2026-Q3", "2026-T2", "2026-H2", "2026"])
        self.assertEqual([x.name for x in c.enclosing(c.parse("2026-Q3"))], ["2026-H2", "2026"])
        self.assertEqual(c.following(c.parse("2026-Q4")).name, "2027-Q1")

    def test_elapsed(self):
        q = oracle.Calendar({}).parse("2026-Q3")
        self.assertEqual(oracle.elapsed(q.start, q.end, q.start), 0)
        self.assertEqual(oracle.elapsed(q.start, q.end, q.end), 1)
        self.near(oracle.elapsed(q.start, q.end, D("2026-07-14")), 13 / 91)


class Scores(Case):
    def score(self, value, **fields):
        body = "\n".join(f"{k} = {v}" for k, v in fields.items())
        ws = self.ws({"2026-Q3/o.toml": f'objective = "O"\n[key_results.k]\n{body}\n'}
                     | self.readings("o.k", ("2026-Q3", "2026-07-10", value), field="kr"))
        k = self.kr(ws, "2026-07-10")
        return k["progress"], k["score"]

    def test_examples_that_must_hold(self):
        self.assertEqual(self.score(150, baseline=0, target=100), (1.5, 1.0))
        self.assertEqual(self.score(0, baseline=20, target=100), (-0.25, 0.0))
        self.assertEqual(self.score(80, baseline=100, target=20)[0], 0.25)
        for value, score in ((4.2, 0.3), (4.5, 0.7), (4.6, 0.85), (4.7, 1.0), (3, 0), (5, 1)):
            self.near(self.score(value, baseline=4.0, commit=4.2, target=4.5, stretch=4.7)[1], score)
        self.near(self.score(4.2, baseline=4.0, commit=4.2, target=4.5)[1], 0.3)
        self.near(self.score(4.5, baseline=4.0, commit=4.2, target=4.5)[1], 1.0)
        self.near(self.score(15, baseline=40, commit=30, target=20, stretch=10)[1], 0.85)
        self.assertEqual(self.score(5, baseline=5, target=5), (1.0, 1.0))
        self.assertEqual(self.score(300, baseline=250, target='"+20%"'), (1.0, 1.0))
        self.near(self.score(-5, baseline=-10, target='"+20%"')[0], 2.5)

    def test_the_example_of_cli_md(self):
        ws = self.ws({
            "kpis/client-retention.toml": 'name = "R"\nunit = "%"\nfrequency = "monthly"\n[targets]\n2026 = 80\n2026-Q3 = 75\n',
            "kpis/support-cost.toml": 'name = "C"\ndirection = "decrease"\nfrequency = "weekly"\n[targets]\nalways = 5\n',
            "2026-Q3/customer-success/loyal-customers.toml":
                'objective = "L"\nowner = "maria"\nweight = 2\nguardrails = ["kpis/support-cost"]\n[key_results.retention]\n'
                'kpi = "kpis/client-retention"\nbaseline = 73\n',
            "2026-Q3/checkins/a.toml": 'date = 2026-07-14\nby = "maria"\n[[update]]\n'
                'kr = "customer-success/loyal-customers.retention"\nkpi = "kpis/client-retention"\nvalue = 73.4\n'
                'confidence = 0.7\n[[update]]\nkpi = "kpis/support-cost"\nvalue = 4.2\ndate = 2026-07-13\n'})
        s = oracle.status_view(ws, "2026-Q3", D("2026-07-14"))
        o = s["objectives"][0]
        k = o["key_results"][0]
        self.near(s["elapsed"], 0.14285714285714285)
        for x in (s, o, k):
            self.near(x["score"], 0.2)
        self.near(k["expected"], 0.1)
        self.assertEqual((k["status"], k["confidence"], k["last_update"], k["owner"], k["unit"], k["target"], k["value"]),
                         ("on-track", 0.7, "2026-07-14", "maria", "%", 75, 73.4))
        self.assertEqual(o["guardrails"], [{"kpi": "kpis/support-cost", "status": "green"}])
        v = oracle.kpi_view(ws, "2026-Q3", D("2026-07-14"))["kpis"][0]
        self.near(v["shortfall"], 2.1333333333333333)
        self.assertEqual((v["target_from"], v["annual_target"], v["readings"], v["status"], v["overdue"]),
                         ("2026-Q3", 80, 1, "amber", False))
        self.assertEqual(v["followed_by"], ["customer-success/loyal-customers.retention"])
        early = oracle.status_view(ws, "2026-Q3", D("2026-07-13"))["objectives"][0]["key_results"][0]
        self.assertEqual((early["score"], early["value"], early["flags"]), (0.0, 73, ["no-reading"]))

    def test_amended_added_dropped(self):
        ws = self.ws({"2026-Q3/o.toml": 'objective = "O"\n[key_results.k]\nbaseline = 0\ntarget = 20\n'
                      'amended = [{on = 2026-08-01, was = {target = 10}}, {on = 2026-09-01, was = {target = 15}}]\n'
                      '[key_results.l]\nbaseline = 0\ntarget = 1\nadded = 2026-08-15\ndropped = {on = 2026-09-01, reason = "r"}\n'}
                     | self.readings("o.k", ("2026-Q3", "2026-07-02", 5), field="kr"))
        for day, target in (("2026-07-31", 10), ("2026-08-01", 15), ("2026-08-31", 15), ("2026-09-01", 20)):
            self.assertEqual(self.kr(ws, day)["target"], target)
        krs = lambda day: oracle.status_view(ws, "2026-Q3", D(day))["objectives"][0]["key_results"]
        self.assertEqual(len(krs("2026-08-14")), 1)
        self.assertEqual([k["status"] == "dropped" for k in krs("2026-08-31")], [False, False])
        self.assertEqual((krs("2026-09-01")[1]["status"], krs("2026-09-01")[1]["score"]), ("dropped", None))

    def test_effort_and_rollup(self):
        ws = self.ws({
            "2026/a.toml": 'objective = "A"\n[key_results.r]\nkind = "rollup"\n',
            "2026-Q3/o.toml": 'objective = "O"\nsupports = "2026/a"\nweight = 3\n[key_results.e]\nkind = "effort"\n'
                'milestones = [{id = "x", due = 2026-07-31}, {id = "y", weight = 3, due = 2026-09-30}]\n',
            "2026-Q3/p.toml": 'objective = "P"\nsupports = "2026/a.r"\n[key_results.e]\nkind = "effort"\n',
            "2026-Q4/q.toml": 'objective = "Q"\nsupports = "2026/a.r"\n[key_results.e]\nkind = "effort"\n',
            "2026-Q3/checkins/a.toml": 'date = 2026-07-10\nby = "m"\n[[update]]\nkr = "o.e"\ndone = ["x"]\n'
                '[[update]]\nkr = "p.e"\nvalue = 80\n'})
        o, p = oracle.status_view(ws, "2026-Q3", D("2026-07-31"))["objectives"]
        self.assertEqual((o["score"], o["expected"], p["score"]), (0.25, 0.25, 0.8))
        self.near(p["expected"], 0.7 * 30 / 91)
        a = self.kr(ws, "2026-07-31", "2026")
        self.near(a["score"], (3 * 0.25 + 0.8) / 4)
        self.near(a["expected"], (3 * 0.25 + 0.7 * 30 / 91) / 4)
        self.assertEqual(self.kr(ws, "2026-10-01", "2026")["score"], (3 * 0.25 + 0.8 + 0) / 5)

    def test_readings(self):
        kpi = 'name = "S"\naggregate = "sum"\nformerly = ["kpis/t"]\n[targets]\n2026 = 400\n'
        two = self.readings("kpis/s", ("2026-Q3", "2026-07-02", 5), ("2026-Q3", "2026-07-02", 7)) \
            | self.readings("kpis/t", ("2026-Q3", "2026-07-02", 10), by="tom")
        ws = self.ws({"kpis/s.toml": kpi} | two)
        v = oracle.kpi_view(ws, "2026-Q3", D("2026-07-02"))["kpis"][0]
        # a later one of the same person replaces, another person's adds up
        self.assertEqual((v["value"], v["readings"], v["target"], v["target_from"]), (17, 1, 100, "2026"))
        ws = self.ws({"kpis/s.toml": 'name = "S"\nformerly = ["kpis/t"]\n'} | two)
        self.assertEqual(oracle.kpi_view(ws, "2026-Q3", D("2026-07-02"))["kpis"][0]["value"], 10)

    def test_mean_of_means(self):
        ws = self.ws({"kpis/m.toml": 'name = "M"\naggregate = "mean"\n'} | self.readings(
            "kpis/m", ("2026-Q1", "2026-01-02", 10), ("2026-Q1", "2026-01-03", 20), ("2026-Q2", "2026-04-02", 45)))
        self.assertEqual(oracle.kpi_value(ws, "kpis/m", ws.cycle("2026"), D("2026-12-31")), 30)

    def test_closed(self):
        ws = self.ws({"2026-Q2/o.toml": 'objective = "O"\n[key_results.k]\nbaseline = 0\ntarget = 10\n',
                      "2026-Q2/closed.toml": 'on = 2026-07-02\nby = "m"\n[scores]\n"o" = 0.62\n"o.k" = 0.62\n'})
        self.assertEqual(oracle.status_view(ws, "2026-Q2", D("2026-07-01"))["score"], 0)
        now = oracle.status_view(ws, "2026-Q2", D("2026-07-02"))
        self.assertEqual((now["closed"], now["score"], now["objectives"][0]["status"]), (True, 0.62, "missed"))


class Carry(Case):
    OBJECTIVE = 'objective = "O"\n[key_results.retention]\nkpi = "kpis/client-retention"\nbaseline = 73\n'

    def retention(self, cycle, day, value, targets, **more):
        ws = self.ws({"kpis/client-retention.toml": f'name = "R"\n[targets]\n{targets}\n', f"{cycle}/o.toml": self.OBJECTIVE}
                     | self.readings("kpis/client-retention", (cycle, day, value)))
        new = ws.cal.following(ws.cycle(cycle)).name
        view = oracle_carry.carry_view(ws, cycle, new, ws.cycle(new).start, **more)
        return view["carried"][0], view["targets"]

    def test_worked_example(self):
        both = "2026 = 80\n2026-Q3 = 75"
        item, targets = self.retention("2026-Q3", "2026-09-29", 75, both)
        self.assertEqual((item["baseline"], item["target"], item["strategy"], item["hold"]), (75, 80, "pace", False))
        self.assertEqual(targets, {"kpis/client-retention": {"2026-Q4": 80}})
        item, _ = self.retention("2026-Q3", "2026-09-29", 74.2, both)
        self.assertEqual(item["baseline"], 74.2)
        self.near(item["target"], 80)
        item, targets = self.retention("2026-Q2", "2026-06-29", 73, "2026 = 80\n2026-Q2 = 76")
        self.near(item["target"], 76.5)
        item, targets = self.retention("2026-Q2", "2026-06-29", 73, "2026 = 80\n2026-Q2 = 76", given=["kpis/client-retention=75"])
        self.assertEqual((item["target"], item["strategy"], targets), (75, "given", {"kpis/client-retention": {"2026-Q3": 75}}))
        item, targets = self.retention("2026-Q3", "2026-09-29", 82, both)
        self.assertEqual((item["hold"], item["target"], item["baseline"], targets), (True, 80, 82, {}))
        self.assertEqual(item["written"], {"baseline": None, "target": None, "at_least": 80, "at_most": None})

    def carry(self, kpi, readings, old, new, kr=""):
        ws = self.ws({"kpis/k.toml": kpi, f"{old}/o.toml": f'objective = "O"\n[key_results.k]\nkpi = "kpis/k"\n{kr}\n'}
                     | self.readings("kpis/k", *readings))
        return oracle_carry.carry_view(ws, old, new, ws.cycle(new).start)["carried"][0]

    def test_sum_and_mean(self):
        two = [("2026-Q1", "2026-02-01", 80), ("2026-Q2", "2026-05-01", 90)]
        self.near(self.carry('name = "K"\naggregate = "sum"\n[targets]\n2026 = 400\n', two, "2026-Q2", "2026-Q3")["target"], 115)
        mean = 'name = "K"\naggregate = "mean"\n[targets]\n2026 = 60\n'
        self.near(self.carry(mean, [("2026-Q2", "2026-05-01", 55)], "2026-Q2", "2026-Q3")["target"], 62.5)

    def test_budget_step_relative_bounds(self):
        two = [("2026-Q1", "2026-02-01", 300), ("2026-Q2", "2026-05-01", 190)]
        budget = 'name = "K"\naggregate = "sum"\ndirection = "decrease"\n[targets]\n2026 = 400\n'
        item = self.carry(budget, two, "2026-Q2", "2026-Q3")
        self.assertEqual((item["target"], item["baseline"], item["written"]["baseline"]), (0, 0, None))
        step = self.carry('name = "K"\n[targets]\n2026-Q2 = 75\n', [("2026-Q2", "2026-05-01", 74)], "2026-Q2", "2026-Q3", "baseline = 73")
        self.assertEqual((step["strategy"], step["target"], step["baseline"]), ("step", 76, 74))
        rel = self.carry('name = "K"\n[targets]\n2026 = 75\n', [("2026-Q2", "2026-05-01", 50)], "2026-Q2", "2026-Q3", 'baseline = 40\ntarget = "+20%"')
        self.assertEqual((rel["strategy"], rel["target"], rel["written"]["target"]), ("relative", 60, "+20%"))
        keep = self.carry('name = "K"\n[targets]\n2026 = 75\n', [("2026-Q2", "2026-05-01", 50)], "2026-Q2", "2026-Q3", "at_least = 60")
        self.assertEqual((keep["strategy"], keep["written"]["at_least"]), ("keep", 60))

    def test_law_of_the_purpose(self):
        """"with every quarter's target met exactly, the year's value is A"."""
        for how, start in (("last", 60), ("sum", 80), ("mean", 55)):
            kpi = f'name = "K"\naggregate = "{how}"\n[targets]\n2026 = 400\n2026-Q1 = 90\n'
            readings = [("2026-Q1", "2026-02-01", start)]
            for n in (2, 3, 4):
                item = self.carry(kpi, readings, f"2026-Q{n - 1}", f"2026-Q{n}", "baseline = 0")
                readings.append((f"2026-Q{n}", f"2026-{3 * n:02}-28", item["target"]))
            ws = self.ws({"kpis/k.toml": kpi} | self.readings("kpis/k", *readings))
            self.near(oracle.kpi_value(ws, "kpis/k", ws.cycle("2026"), D("2026-12-31")), 400)

    def test_kept_and_stale(self):
        new = lambda actual: (f'objective = "O"\n[key_results.r]\nkpi = "kpis/client-retention"\nat_least = 1\n'
                              f'carried = {{from = "2026-Q3/o.retention", actual = {actual}, target = 75}}\n')
        for actual, stale in ((75, []), (74, ["o.r"])):
            ws = self.ws({"kpis/client-retention.toml": 'name = "R"\n', "2026-Q3/o.toml": self.OBJECTIVE, "2026-Q4/o.toml": new(actual)}
                         | self.readings("kpis/client-retention", ("2026-Q3", "2026-09-01", 75)))
            view = oracle_carry.carry_view(ws, "2026-Q3", "2026-Q4", D("2026-10-02"))
            self.assertEqual((view["carried"], view["kept"], view["stale"]), ([], ["o.r"], stale))


if __name__ == "__main__":
    unittest.main()
