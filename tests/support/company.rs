//! A company in which everything refers to everything.

use super::Workspace;

/// One of every kind of reference: to objectives, key results and KPIs, within a cycle and from an
/// inner one.
pub fn company() -> Workspace {
    Workspace::new()
        .file(
            "2026/grow.toml",
            "objective = \"Grow\"\nowner = \"maria\"\n\n[key_results.arr]\ntitle = \"ARR\"\nbaseline = 0\ntarget = 10\n",
        )
        .file(
            "2026-Q2/closed.toml",
            "on = 2026-07-02\n\n[scores]\n\"care/loyal\" = 0.5\n\"care/loyal.nps\" = 0.5\n",
        )
        .file(
            "2026-Q2/care/loyal.toml",
            "objective = \"Loyal\"\n\n[key_results.nps]\nkpi = \"kpis/care/nps\"\nbaseline = 10\ntarget = 20\n",
        )
        .file(
            "2026-Q2/checkins/a.toml",
            "date = 2026-06-03\nby = \"tom\"\n\n[[update]]\nkr = \"care/loyal.nps\"\nkpi = \"kpis/care/nps\"\nvalue = 15\n",
        )
        .file(
            "2026-Q3/care/loyal.toml",
            "# Why we are here.\nobjective = 'Loyal' # in one word\nowner = \"maria\"\nsupports = \"2026/grow.arr\" # the year's\n\
             guardrails = [\n  \"kpis/cost\", # money\n  'kpis/care/nps', # people\n]\n\n\
             [key_results.nps] # vital\nkpi = 'kpis/care/nps' # a KPI\nbaseline = 10\ntarget = 30\n\
             carried = { from = \"2026-Q2/care/loyal.nps\", actual = 15, target = 20 }\n\n\
             [key_results.teams]\ntitle = \"All\"\nkind = \"rollup\"\n",
        )
        .file(
            "2026-Q3/care/desk/fast.toml",
            "objective = \"Fast\"\nsupports = 'care/loyal.teams' # theirs\nkpi = \"kpis/care/nps\"\nbaseline = 10\ntarget = 30\n",
        )
        .file(
            "2026-Q3/sell.toml",
            "objective = \"Sell\"\nsupports = \"care/loyal\"\n\n[key_results.deals]\ntitle = \"Deals\"\nbaseline = 0\ntarget = 10\n",
        )
        .file(
            "2026-Q3/checkins/b.toml",
            "date = 2026-07-10\nby = \"tom\"\n\n[[update]]\nkr = \"care/loyal.nps\"\nkpi = \"kpis/care/nps\"\nvalue = 20\nconfidence = 0.6\n\n\
             [[update]]\nkr = \"sell.deals\"\nvalue = 4\n",
        )
        .file(
            "kpis/care/nps.toml",
            "name = \"NPS\"\ndrives = [\"kpis/revenue\"]\n\n[targets]\n2026-Q3 = 30\n",
        )
        .file("kpis/revenue.toml", "name = \"Revenue\"\n")
        .file(
            "kpis/cost.toml",
            "name = \"Cost\"\ndrives = [ 'kpis/care/nps' ] # up\nretired = { on = 2026-12-01, replaced_by = \"kpis/care/nps\" }\n",
        )
}
