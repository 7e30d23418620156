"""How good the forecast is: python3 backtest.py OKR_BINARY [--check]

As of the day after each quarter, from the sixth reading on, the program says where the running quarter, and the
running year, end. Beside it stand "the last value stays" and a least-squares line through the same readings. Errors
are in mean moving ranges of each economy's series, so that large economies do not outweigh small ones. With
--check the table must stand in `okr help kpis`.
"""
import sys
import tempfile
from datetime import timedelta

import numpy as np

import pushes


HEAD = f"  {'':<22}{'forecast':>10}{'last value':>12}{'least squares':>15}{'in the range':>14}"


def table(binary):
    lines = [HEAD]
    with tempfile.TemporaryDirectory() as root:
        okr = pushes.Okr(binary, root)
        for name, year in (("to the quarter's end", False), ("to the year's end", True)):
            errors, within = [], []
            for economy, points in pushes.series().items():
                actual = dict(points)
                scale = np.abs(np.diff([value for _, value in points])).mean()
                for n in range(6, len(points)):
                    day = points[n - 1][0] + timedelta(1)
                    end = pushes.quarter_end(day.year, 4 if year else (day.month + 2) // 3)
                    if end not in actual:
                        continue
                    ahead = okr.show(economy, day, *(["--cycle", str(day.year)] if year else []))["forecast"]
                    read = points[:n][-24:]
                    slope, start = np.polyfit([d.toordinal() - day.toordinal() for d, _ in read],
                                              [value for _, value in read], 1)
                    line = start + slope * (end - day).days
                    guesses = np.array([ahead["value"], read[-1][1], line])
                    errors.append(np.abs(guesses - actual[end]) / scale)
                    within.append(ahead["low"] <= actual[end] <= ahead["high"])
            mean = np.mean(errors, axis=0)
            share = f"{100 * np.mean(within):.0f} %"
            lines.append(f"  {name:<22}{mean[0]:>10.2f}{mean[1]:>12.2f}{mean[2]:>15.2f}{share:>14}")
        return "\n".join(lines), okr.run("2025-12-31", "help", "kpis")


def main():
    measured, said = table(sys.argv[1])
    print(measured)
    if "--check" in sys.argv and measured not in said:
        sys.exit("`okr help kpis` says something else")


if __name__ == "__main__":
    main()
