//! A proposal → the `[[measure]]` table to begin with. What the figures mean is for a person to say.

use crate::finding::{listed, quoted};
use crate::indicator::Favourable;
use crate::source::EVENTS;

use super::groups::GroupsIn;
use super::proposal::Proposal;

/// A `[[measure]]` table for a source, with what a person must fill in; `residents` is the series of populations, and
/// what is favourable is only known where a person said so.
pub fn block(source: &str, proposal: &Proposal<'_>, (residents, favourable): (&str, Option<Favourable>)) -> String {
    let source = quoted(source);
    let several = if matches!(proposal.groups.location, GroupsIn::Headers(_)) && proposal.figures.len() > 1 {
        "# the file has several figures; one of them is meant here\n"
    } else {
        ""
    };
    let favourable = favourable.map_or_else(
        || "\"\"  # which is good for the group: \"lower\" or \"higher\"".to_owned(),
        |favourable| quoted(favourable.code()),
    );
    let (kind, figures) = kind(proposal, residents);
    let filter = filter(&proposal.selection.dimensions);
    format!(
        r#"[[measure]]
id = {source}
short = ""  # its title in a few words
title = ""  # the outcome and the base
question = ""  # the question that it answers
kind = {kind}
unit = ""  # such as "% of pupils"
favourable = {favourable}
source = {source}
{several}{filter}{figures}comparator = "white"
caveats = []
"#
    )
}

fn filter(dimensions: &[String]) -> String {
    if dimensions.is_empty() {
        return String::new();
    }
    let wanted: Vec<String> = dimensions.iter().map(|name| format!("{} = \"\"", quoted(name))).collect();
    format!("where = {{ {} }}  # which value of each is meant\n", wanted.join(", "))
}

/// The kind of measure that the figures allow, and the keys that go with it.
fn kind(proposal: &Proposal<'_>, residents: &str) -> (&'static str, String) {
    let names = proposal.figures.iter().map(|figure| figure.name.as_str());
    let records = proposal.is_records().then_some(EVENTS);
    let figures: Vec<&str> = names.chain(records).collect();
    let people = meant(&figures, is_people);
    let count = meant(&figures, |name| !is_people(name) && !is_value(name));
    let value = figures.iter().copied().find(|name| is_value(name));
    match (count, people, value) {
        (Some(count), Some(people), _) => (
            "\"proportion\"  # or \"rate\" with `per = 1000`, where events are counted",
            format!(
                "numerator = {{ column = {}, words = \"\" }}{}\ndenominator = {{ column = {}, words = \"\" }}{}\noutcome = \"\"  # what people do, for `as likely to …`\n",
                quoted(count.column),
                count.choice,
                quoted(people.column),
                people.choice
            ),
        ),
        (Some(count), None, None) => (
            "\"rate\"\nper = 1000",
            format!(
                "numerator = {{ column = {}, words = \"\" }}{}\ndenominator = {{ series = {}, words = \"residents\" }}\n",
                quoted(count.column),
                count.choice,
                quoted(residents)
            ),
        ),
        (_, _, value) => (
            "\"published\"  # or \"survey\" with `half-width`, `standard-error` or `sample-size` in `value`",
            format!(
                "value = {{ column = {} }}\noutcome = \"\"  # of a survey: what people do, for `as likely to …`; else take it out\n",
                quoted(value.or(figures.first().copied()).unwrap_or_default())
            ),
        ),
    }
}

/// The column that is meant: the only one of its kind; a blank where several could be, with their names.
struct Meant<'f> {
    column: &'f str,
    choice: String,
}

fn meant<'f>(figures: &[&'f str], is_of_kind: impl Fn(&str) -> bool) -> Option<Meant<'f>> {
    let found: Vec<&str> = figures.iter().copied().filter(|name| is_of_kind(name)).collect();
    match found.as_slice() {
        [] => None,
        [only] => Some(Meant { column: only, choice: String::new() }),
        several => {
            let names: Vec<String> = several.iter().map(|name| (*name).to_owned()).collect();
            Some(Meant { column: "", choice: format!("  # one of {}", listed(&names)) })
        }
    }
}

/// Whether a figure is of everybody who could have the outcome.
fn is_people(name: &str) -> bool {
    let words = ["denominator", "population", "pupil", "resident", "headcount", "elig"];
    words.iter().any(|word| name.contains(word))
}

/// Whether a figure is a percentage, a rate or another value, and no count.
fn is_value(name: &str) -> bool {
    ["percent", "rate", "value", "avg", "pt_", "mean", "per_1"].iter().any(|word| name.contains(word))
}
