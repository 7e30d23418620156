"""The section "Carry: from one cycle to the next" of method.md; continues oracle.py, in the same manner."""
from oracle import (EPS, at_or_beyond, band, definition, frozen_scores, has_ended, in_force, is_dropped, is_present,
                    kpi_readings, kpi_target, kpi_targets, kpi_value, measure, objective_state, relative, supporters)


class Refused(Exception):
    pass


def annual_pace(ws, kpi, new, day, annual, actual, old_target):
    """(target, strategy) by the annual target A; n = "cycles left in that year including the new one"."""
    raw, year = ws.kpis[kpi], ws.cal.year_of(new)
    how, direction = raw.get("aggregate", "last"), raw.get("direction", "increase")
    cycles = ws.cal.parts(year, new.kind)
    n = sum(1 for c in cycles if c.start >= new.start)
    earlier = [kpi_value(ws, kpi, c, day) for c in cycles if c.start < new.start]
    earlier = [v for v in earlier if v is not None]
    if how == "sum":
        # "`sum`: (A − sum so far in the year)/n; A already reached: the old target, reported; a budget (decreasing)
        #  never below 0."  fp: "a spent one gets target 0"
        so_far = sum(earlier)
        if direction == "decrease":
            return max(0.0, (annual - so_far) / n), "pace"
        if so_far >= annual - EPS:
            return old_target, "keep"  # fp: "`sum` with A reached and `keep` print `keep`"
        return (annual - so_far) / n, "pace"
    if how == "mean":
        # "(A × (m + n) − Σ values of the year's m earlier cycles that have readings)/n"
        return (annual * (len(earlier) + n) - sum(earlier)) / n, "pace"
    # fp: "A `min` KPI that should rise and a `max` KPI that should fall get A at once"
    if (how, direction) in (("min", "increase"), ("max", "decrease")):
        return annual, "pace"
    # fp: "Neither actual nor baseline: target A, no baseline."
    # "`last`: A where actual is at or beyond it, else actual + (A − actual)/n."  "`min`, `max`: as `last`."
    if actual is None or at_or_beyond(direction, actual, annual):
        return annual, "pace"
    return actual + (annual - actual) / n, "pace"


def number(text):
    return float(text) if "." in text or "e" in text.lower() else int(text)


def carry_item(ws, old, new, goal, day, strategy, given_kr, given_kpi):
    """One key result that follows a KPI (or an objective measured itself)."""
    raw = ws.raw(goal)
    d = definition(ws, old, raw, day, kpi_readings(ws, ws.kpi_id(in_force(raw, day)["kpi"]), day, old))
    kpi, how, direction, now = d["kpi"], d["aggregate"], d["direction"], d["now"]
    is_sum, budget = how == "sum", how == "sum" and direction == "decrease"
    targets = kpi_targets(ws, kpi, day)
    annual = targets.get(ws.cal.year_of(new).name)
    # "actual = the KPI's value of the old cycle. None: baseline as it was, reported."
    actual = kpi_value(ws, kpi, old, day)
    # fp: "Without an actual: `actual` null, the old baseline stands in for it."
    stand_in = actual if actual is not None else d["baseline"]
    # "new baseline = actual; 0 for `sum`."
    baseline = 0 if is_sum else stand_in
    own_bounds = now.get("at_least") is not None or now.get("at_most") is not None
    old_target = d["at_most"] if budget and not own_bounds else d["target"]
    written = dict(baseline=None, target=None, at_least=None, at_most=None)
    ident = goal[1] if goal[2] is None else f"{goal[1]}.{goal[2]}"
    item = dict(kpi=kpi, **{"from": f"{old.name}/{ident}"}, to=f"{new.name}/{ident}", actual=actual, baseline=baseline,
                target=None, hold=False, strategy=None, written=written)
    entry = None  # what this one would need in the KPI's [targets]

    if ident in given_kr:  # "1. `--target KPI=VALUE` … or `--target KR=VALUE`"
        target, item["strategy"] = given_kr[ident], "given"
    elif kpi in given_kpi:
        target, item["strategy"] = given_kpi[kpi], "given"
    elif d["relative"] and baseline != 0:  # "On a `sum` KPI, or from a baseline of 0, it is an error": the next rule
        # "2. a relative target stays as written and is never copied into `[targets]`" ("appears computed")
        item.update(strategy="relative", target=relative(d["relative"], baseline))
        written.update(baseline=baseline, target=d["relative"])
        return item, None
    elif new.name in targets:
        # "3. a target for the new cycle that stands in the KPI's `[targets]`"
        # fp: "a target that stands for the new cycle in `[targets]` replaces a hold"
        target, item["strategy"] = targets[new.name], "set"
    elif direction == "maintain" or own_bounds:
        # "`maintain` and key results that are bounds already: the band stays, nothing is computed."
        # fp: "`keep` where a band stays"
        edges = {k: d[k] for k in ("at_least", "at_most") if d[k] is not None}
        item.update(strategy="keep", target=band(edges) if edges else None)
        if own_bounds:
            written.update(edges)
            if len(edges) == 1 and direction != "maintain":
                # "at_least = 60: already good enough: hold it"; "a hold has its bound as `target`"
                item.update(hold=True, target=next(iter(edges.values())))
        elif edges and band(kpi_target(ws, kpi, new, day)[0]) != band(edges):
            entry = edges
        return item, entry
    elif strategy == "pace" and annual is not None:
        target, item["strategy"] = annual_pace(ws, kpi, new, day, annual, stand_in, old_target)
    elif strategy == "pace" and kpi_target(ws, kpi, new, day)[1] == "always":
        # "Only `always` stands: it goes on standing, nothing is written."; fp: "a standing `always` prints `set`"
        target, item["strategy"] = targets["always"], "set"
    elif strategy == "keep":
        target, item["strategy"] = old_target, "keep"  # "`keep`: the old target."
    elif strategy == "step" and baseline is None and annual is not None:
        # fp: "Neither actual nor baseline: target A, no baseline."; "`strategy` is what gave the number"
        target, item["strategy"] = annual, "pace"
    else:
        # "Without any of these: `step`, and says so. `step`: new baseline + (old target − old baseline)."
        item["strategy"] = "step"
        old_baseline = 0 if budget else d["baseline"]
        known = old_target is not None and old_baseline is not None and baseline is not None
        target = baseline + (old_target - old_baseline) if known else old_target
    item["target"] = band(target)
    if isinstance(target, dict):  # a band: `maintain`
        if new.name not in targets:
            entry = target
        return item, entry

    if target is not None and not is_sum and stand_in is not None and at_or_beyond(direction, stand_in, target):
        # "where actual is at or beyond the new target in the KPI's direction, a *hold* is written instead of baseline
        #  and target (`at_least` or `at_most` = that target; not for `sum`)"
        item["hold"] = True  # fp: "A hold reports baseline = actual and its bound as target."
        written["at_most" if direction == "decrease" else "at_least"] = target
        return item, None
    if not budget:  # fp: "A budget has no baseline: carry writes none and reports 0"
        written["baseline"] = baseline
    only_always = item["strategy"] == "set" and new.name not in targets
    if target is not None and not only_always:
        # "Where the old key result had an absolute target of its own, the new target is written on the key result;
        #  else into the KPI's `[targets]`."
        if isinstance(now.get("target"), (int, float)):
            written["target"] = target
        elif new.name not in targets:
            entry = target
        elif abs(targets[new.name] - target) > EPS:  # only `--target KR=VALUE` gets here
            written["target"] = target
    return item, entry


def carry_unfinished(ws, old, new, goal, state, day):
    """"`--unfinished` takes both along where the score is below 1 (effort: the milestones not done; metric:
    baseline = value, same target)." One that has reached that target goes on to its stretch, in the direction that it
    had; None where that is reached, too, as it may be since the score was frozen."""
    j, d = state["json"], state["definition"]
    item = dict(kpi=None, **{"from": f"{old.name}/{j['id']}"}, to=f"{new.name}/{j['id']}", actual=None, baseline=None,
                target=None, hold=False, strategy="keep", written=dict(baseline=None, target=None, at_least=None, at_most=None))
    if j["kind"] == "metric":
        # "same target": the number that was aimed at, also where it was written relative to the old baseline
        direction = "increase" if j["target"] > j["baseline"] else "decrease"  # "the sign of target − baseline"
        ahead = [p for p in (j["target"], j["stretch"]) if p is not None and not at_or_beyond(direction, j["value"], p)]
        if not ahead and j["target"] != j["baseline"]:
            return None
        target = ahead[0] if ahead else j["target"]
        item.update(actual=j["value"], baseline=j["value"], target=target)
        item["written"].update(baseline=j["value"], target=target)
    elif j["kind"] == "bounds":
        item.update(actual=j["value"], baseline=j["value"])
        item["written"].update(at_least=j["at_least"], at_most=j["at_most"])
    return item


def carry_view(ws, old_name, new_name, day, strategy="pace", given=(), unfinished=False, provisional=False):
    old, new = ws.cycle(old_name), ws.cycle(new_name)
    given_kr, given_kpi = {}, {}
    for text in given:
        ref, _, value = text.rpartition("=")
        if ref.startswith("kpis/"):
            given_kpi[ws.kpi_id(ref)] = number(value)
        else:
            _, objective, key = ws.goal(ref, old_name)
            given_kr[f"{objective}.{key}" if key else objective] = number(value)
    for kpi, value in given_kpi.items():
        # "A `--target` that contradicts a target already standing in `[targets]` is refused"
        # fp: "Only the KPI form of `--target` is refused by a standing target."
        standing = kpi_targets(ws, kpi, day).get(new_name)
        if standing is not None and (isinstance(standing, dict) or abs(standing - value) > EPS):
            raise Refused("standing-target")
    # "A key result of the new cycle whose `carried.from` names the old one *is* the carried one"
    known = {}
    for ident, raw in ws.objectives.get(new_name, {}).items():
        for key, x in [(None, raw)] + list(raw.get("key_results", {}).items()):
            if "carried" in x:
                known[ws.goal(x["carried"]["from"], old_name)] = (f"{ident}.{key}" if key else ident, x["carried"])

    followers_kept, kept_old = [], set()
    carried, kept, stale, left, entries, rollups, alive = [], [], [], [], [], [], set()
    for ident, raw in sorted(ws.objectives.get(old_name, {}).items()):
        state = objective_state(ws, old_name, ident, day)
        if state is None:
            continue
        if state["dropped"]:  # fp: "a dropped objective is one row of `left`"
            left.append(dict(id=ident, reason="dropped"))
            continue
        # fp: "An objective measured itself is carried like a key result."
        goals = [((old_name, ident, None), raw)] if "kpi" in in_force(raw, day) else []
        goals += [((old_name, ident, k), kr) for k, kr in raw.get("key_results", {}).items() if is_present(kr, day)]
        for goal, kr in goals:
            name = ident if goal[2] is None else f"{ident}.{goal[2]}"
            kpi = ws.kpi_id(in_force(kr, day).get("kpi"))
            if goal in known:
                kept.append(known[goal][0])
                if kpi:
                    followers_kept.append(kr)
                    kept_old.add(name)
                alive.add(ident)
                # "Where its recorded actual differs from today's it is reported `stale`"
                then = known[goal][1].get("actual")
                if kpi:
                    actual = kpi_value(ws, kpi, old, day)
                else:
                    own = measure(ws, old, goal, kr, raw, day, frozen_scores(ws, old_name, day))["json"]
                    actual = own["value"] if own["kind"] in ("metric", "bounds") else then
                if (then is None) != (actual is None) or (then is not None and abs(then - actual) > EPS):
                    stale.append(known[goal][0])
            elif is_dropped(kr, day):
                left.append(dict(id=name, reason="dropped"))
            elif kpi:
                # "Every key result that follows a KPI and is neither dropped nor of a retired KPI."
                retired = ws.kpis[kpi].get("retired")
                if retired and retired["on"] <= day:
                    left.append(dict(id=name, reason="retired"))
                    continue
                # "Before the old cycle's end a KPI of `sum` is partial: refused without `--provisional`."
                if ws.kpis[kpi].get("aggregate") == "sum" and not has_ended(old, day) and not provisional:
                    raise Refused("provisional")
                item, entry = carry_item(ws, old, new, goal, day, strategy, given_kr, given_kpi)
                carried.append(item)
                alive.add(ident)
                if entry is not None:
                    entries.append((kpi, item, entry))
            elif kr.get("kind") == "rollup":
                rollups.append((goal, name))
            else:
                # "Effort does not carry"; "Metrics without a KPI do not carry."
                own = measure(ws, old, goal, kr, raw, day, frozen_scores(ws, old_name, day))
                rest = None
                if unfinished and own["json"]["score"] is not None and own["json"]["score"] < 1 - EPS:
                    rest = carry_unfinished(ws, old, new, goal, own, day)
                if rest is not None:
                    carried.append(rest)
                    alive.add(ident)
                else:
                    left.append(dict(id=name, reason="effort" if kr.get("kind") == "effort" else "no-kpi"))
    # "A rollup is carried where one of its supporters is."; fp: "A carried rollup appears in `notes`" … "A rollup left
    #  behind has the reason `no-kpi`."
    notes, waiting, found = [], rollups, True
    while found:
        found = [(g, n) for g, n in waiting if any(c == old_name and i in alive for c, i in supporters(ws, g, day))]
        waiting = [r for r in waiting if r not in found]
        alive |= {g[1] for g, _ in found}
        notes += [n for _, n in found]
    left = sorted(left + [dict(id=n, reason="no-kpi") for _, n in waiting], key=lambda x: x["id"])
    # "Where two key results that follow one KPI would need different entries, each gets its own on the key result."
    targets = {}
    # A target for something that does not go on is a mistake of the person who typed it.
    used = {i["kpi"] for i in carried} | {ws.kpi_id(in_force(kr, day).get("kpi")) for kr in followers_kept}
    for kpi in given_kpi:
        if kpi not in used:
            raise Refused("not-carried")
    for ident in given_kr:
        if ident not in {i["from"].split("/", 1)[1] for i in carried if i["kpi"]} | kept_old:
            raise Refused("not-carried")
    # One that goes on with a standing `always` needs that to stay in force: an entry would change its target.
    outlasting = [(i["kpi"], i["target"]) for i in carried if i["strategy"] == "set" and not i["hold"]
                  and i["kpi"] and new_name not in kpi_targets(ws, i["kpi"], day)]
    for kpi, item, entry in entries:
        same = not any(k == kpi and t != entry for k, t in outlasting) and all(e == entry if isinstance(e, dict) or isinstance(entry, dict) else abs(e - entry) <= EPS
                   for k, _, e in entries if k == kpi)
        if same:
            targets[kpi] = {new_name: entry}
        elif isinstance(entry, dict):
            item["written"].update(entry)
        else:
            item["written"]["target"] = entry
    return {"schema": 1, "from": old_name, "to": new_name, "carried": carried, "kept": kept, "stale": stale,
            "left": left, "targets": targets, "rollups": notes}
