"""Holds the charts of ten economies against numpy and scipy: python3 check.py OKR_BINARY

Centre, limits, every signal, the slope and its interval, as of the day after each quarter. Exit 1 on a difference.
"""
import sys
import tempfile
from datetime import timedelta

import numpy as np
from scipy.stats import theilslopes

import pushes

DIGITS = 1e-6  # relative


def stretches(hit):
    """[(first, last)] of neighbouring places that hit."""
    edges = np.flatnonzero(np.diff(np.concatenate([[0], hit.astype(int), [0]])))
    return list(zip(edges[::2], edges[1::2] - 1))


def signals(values, centre, lower, upper):
    """{(kind, side, first, last)}"""
    found = set()
    for side, limit, sign in (("below", lower, -1), ("above", upper, 1)):
        found |= {("outside", side, i, i) for i in np.flatnonzero(sign * (values - limit) > 0)}
        found |= {("run", side, a, b) for a, b in stretches(sign * (values - centre) > 0) if b - a >= 7}
        near = np.abs(values - limit) < np.abs(values - centre)
        fours = np.lib.stride_tricks.sliding_window_view(near, 4).sum(axis=1) >= 3
        # The readings of all groups of four, as far as they touch or overlap without a gap between the groups.
        chains = []
        for at in np.flatnonzero(fours):
            if chains and at - chains[-1][1] < 4:
                chains[-1][1] = at
            else:
                chains.append([at, at])
        found |= {("near-limit", side, a + np.argmax(near[a:]), b + 3) for a, b in chains}
    return found


def expected(points, end):
    points = points[-24:]
    values = np.array([value for _, value in points])
    days = np.array([day.toordinal() for day, _ in points], dtype=float)
    centre, spread = values.mean(), 2.66 * np.abs(np.diff(values)).mean()
    slope, _, low, high = theilslopes(values, days, alpha=0.8)
    left = end.toordinal() - days[-1]
    shown = {(kind, side, points[a][0].isoformat(), points[b][0].isoformat())
             for kind, side, a, b in signals(values, centre, centre - spread, centre + spread)}
    figures = {"centre": centre, "lower": centre - spread, "upper": centre + spread, "slope_per_day": slope}
    return figures | {"value": values[-1] + slope * left, "low": values[-1] + low * left,
                      "high": values[-1] + high * left}, shown


def main():
    count = failed = signalled = 0
    with tempfile.TemporaryDirectory() as root:
        okr = pushes.Okr(sys.argv[1], root)
        for economy, points in pushes.series().items():
            for n in range(6, len(points) + 1):
                day = points[n - 1][0] + timedelta(1)
                shown = okr.show(economy, day)
                end = pushes.quarter_end(day.year, (day.month + 2) // 3)
                figures, wanted = expected(points[:n], end)
                said = shown["chart"] | (shown["forecast"] or {})
                found = {(s["kind"], s["side"], s["since"], s["date"]) for s in said["signals"]}
                wrong = [f"{key}: program {said.get(key)}, scipy {value}" for key, value in figures.items()
                         if said.get(key) is None or not np.isclose(said[key], value, rtol=DIGITS, atol=0)]
                if found != wanted:
                    wrong.append(f"signals: program {sorted(found - wanted)}, numpy {sorted(wanted - found)}")
                count, failed, signalled = count + 1, failed + bool(wrong), signalled + len(wanted)
                for line in wrong:
                    print(f"{economy} {day}: {line}")
    print(f"{count - failed} charts with {signalled} signals passed, {failed} failed")
    return 1 if failed or not signalled else 0


if __name__ == "__main__":
    sys.exit(main())
