//! Who is late with what.

use super::Page;
use super::parts::{goal_link, kpi_link};
use crate::method::{Due, DueGoal};
use crate::model::Name;
use crate::render::due::{kind, last, late, title};
use maud::{Markup, html};

/// More than this are told person by person.
const MOST: usize = 200;

pub(super) fn section(page: &Page<'_>) -> Option<Markup> {
    let people = &page.report.late.people;
    if people.is_empty() && (page.report.goals.is_empty() || page.report.cycle.closed) {
        return None;
    }
    Some(html! {
        @if people.is_empty() {
            p.none { "Nothing is overdue." }
        } @else if page.report.late.items().count() > MOST {
            (by_person(page))
        } @else {
            table.la {
                caption.vh { "What is overdue, by person" }
                thead { tr {
                    th scope="col" { "Who" }
                    th scope="col" { "What" }
                    th scope="col" { "Kind" }
                    th scope="col" { "Last update" }
                    th scope="col" { "Late" }
                } }
                tbody {
                    @for (owner, items) in people {
                        @for (i, due) in items.iter().enumerate() {
                            tr {
                                @if i == 0 {
                                    th scope="rowgroup" rowspan=(items.len()) {
                                        (who(page, *owner))
                                    }
                                }
                                td { (what(page, due)) }
                                td { (kind(&due.goal)) }
                                td { (last(due)) }
                                td { (late(due)) }
                            }
                        }
                    }
                }
            }
        }
    })
}

/// How much is overdue of each person, and for how long.
fn by_person(page: &Page<'_>) -> Markup {
    html! {
        table.la {
            caption.vh { "How much is overdue, by person" }
            thead { tr {
                th scope="col" { "Who" }
                th scope="col" { "Overdue" }
                th scope="col" { "The longest" }
            } }
            tbody {
                @for (owner, items) in &page.report.late.people {
                    tr {
                        th scope="row" { (who(page, *owner)) }
                        td { (items.len()) }
                        td { @if let Some(longest) = items.first() { (late(longest)) } }
                    }
                }
            }
        }
    }
}

fn who(page: &Page<'_>, owner: Option<&Name>) -> String {
    owner.map_or_else(|| "no owner".to_owned(), |owner| page.report.person(owner))
}

fn what(page: &Page<'_>, due: &Due<'_>) -> Markup {
    match &due.goal {
        DueGoal::KeyResult(state) => goal_link(&state.id, &title(&due.goal), page),
        DueGoal::Kpi(state) => kpi_link(state.kpi, page),
        DueGoal::Review(objective, _) => goal_link(&objective.id, &title(&due.goal), page),
    }
}
