"""Reference computation of signals, from method.md alone: the section KPI, in exact fractions.

    shown(ws, kpi, day)   the rule of the latest signal that includes the last reading, and its side
"""
from fractions import Fraction

import oracle


def window(ws, kpi, day):
    # "over the last 24 readings (from `chart_from` on, older cycles read as far as needed)"
    since = ws.kpis[kpi].get("chart_from")
    readings = [(d, Fraction(repr(float(v)))) for d, v in oracle.kpi_readings(ws, kpi, day)]
    return [(d, v) for d, v in readings if since is None or d >= since][-24:]


def limits(values):
    # "centre = mean; natural limits = mean ± 2.66 × mean moving range"
    centre = sum(values) / len(values)
    moving = [abs(b - a) for a, b in zip(values, values[1:])]
    spread = Fraction("2.66") * sum(moving) / len(moving)
    return centre, centre - spread, centre + spread


def patterns(values):
    """Every (rule, side, place of its last reading) among the readings; side +1 is above the centre."""
    if len(values) < 6:  # "Six readings at least, else a sparkline and no judgement."
        return set()
    centre, lower, upper = limits(values)
    found = set()
    for side, limit in ((-1, lower), (1, upper)):
        for n in range(1, len(values) + 1):
            def last(count):
                return values[max(0, n - count):n]
            # "`outside`: a point beyond a limit"
            if side * (values[n - 1] - limit) > 0:
                found.add(("outside", side, n - 1))
            # "`run`: eight in a row on one side of the centre"
            if n >= 8 and all(side * (v - centre) > 0 for v in last(8)):
                found.add(("run", side, n - 1))
            # "`near-limit`: three of four nearer to one limit than to the centre"
            if n >= 4 and sum(abs(v - limit) < abs(v - centre) for v in last(4)) >= 3:
                found.add(("near-limit", side, n - 1))
    return found


def shown(ws, kpi, day):
    values = [v for _, v in window(ws, kpi, day)]
    # "Reported is the latest signal that includes the last reading.": the one that begins last
    now = {rule: side for rule, side, place in patterns(values) if place == len(values) - 1}
    for rule in ("outside", "near-limit", "run"):
        if rule in now:
            return rule, now[rule]
    return None


def is_wrong(ws, kpi, day):
    # "`signal` (the KPI it follows shows a signal in the wrong direction)"; fp: "For a `maintain` KPI any signal is
    #  in the wrong direction."
    found = shown(ws, kpi, day)
    direction = ws.kpis[kpi].get("direction", "increase")
    return found is not None and (direction == "maintain" or found[1] == (-1 if direction == "increase" else 1))
