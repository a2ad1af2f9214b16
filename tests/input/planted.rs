//! A source of its own in a copy of `data/`, into which a fault is planted, and what a check says of it.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on is to stop")]

use crate::support::Project;

const FOLDER: &str = "data/voluntary/croydon-advice-centre";

/// The source of the README, which invents its figures.
const CARD: &str = r#"publisher = "Croydon Advice Centre"
title = "Clients of the advice centre by ethnic group"
address = "https://www.example.org/report"
licence = "used with permission"
published = "2022-05"
accessed = "2026-11-21"

[[file]]
name = "clients.csv"
sha256 = "?"
layout = "tidy"
scheme = "published"
classification = "2011-5+1"
period = "period"
period-kind = "calendar-year"
area = "area"
ethnicity = "group"
figures = ["clients", "evicted"]
"#;

const CLIENTS: &str = "period,area,group,clients,evicted
2021,Croydon,White,610,92
2021,Croydon,Black,540,131
2021,Croydon,Asian,300,57
2021,Croydon,Mixed,90,10
2021,Croydon,Other,40,9
";

const MEASURE: &str = r#"
[[measure]]
id = "eviction-advice"
short = "Came about an eviction"
title = "Clients of the advice centre who came about an eviction"
question = "What share of the clients of the advice centre came about an eviction?"
kind = "proportion"
unit = "% of clients"
favourable = "lower"
source = "croydon-advice-centre"
numerator = { column = "evicted", words = "clients who came about an eviction" }
denominator = { column = "clients", words = "clients" }
outcome = "come about an eviction"
comparator = "white"
"#;

/// A source with a measure, into which a fault is planted.
pub(super) struct Planted {
    table: String,
    card: String,
    measures: String,
}

impl Planted {
    pub(super) fn table(mut self, old: &str, new: &str) -> Self {
        assert!(self.table.contains(old), "{old}");
        self.table = self.table.replace(old, new);
        self
    }

    pub(super) fn rows(mut self, header: &str, rows: &str) -> Self {
        self.table = format!("{header}\n{rows}\n");
        self
    }

    pub(super) fn card(mut self, old: &str, new: &str) -> Self {
        assert!(self.card.contains(old), "{old}");
        self.card = self.card.replace(old, new);
        self
    }

    pub(super) fn measure(mut self, old: &str, new: &str) -> Self {
        assert!(self.measures.contains(old), "{old}");
        self.measures = self.measures.replace(old, new);
        self
    }

    /// Another measure of the same source.
    pub(super) fn second(mut self, old: &str, new: &str) -> Self {
        assert!(MEASURE.contains(old), "{old}");
        let second = MEASURE.replace("eviction-advice", "eviction-advice-again");
        self.measures.push_str(&second.replace(old, new));
        self
    }

    /// Percentages instead of two counts.
    pub(super) fn percentages(self) -> Self {
        self.card(r#"["clients", "evicted"]"#, r#"["percent"]"#).measure("\"proportion\"", "\"survey\"").measure(
            r#"numerator = { column = "evicted", words = "clients who came about an eviction" }
denominator = { column = "clients", words = "clients" }"#,
            r#"value = { column = "percent" }"#,
        )
    }

    /// A count over the residents of the census.
    pub(super) fn counts(self) -> Self {
        self.card(r#"["clients", "evicted"]"#, r#"["clients"]"#)
            .measure("\"proportion\"", "\"rate\"\nper = 1000")
            .measure("column = \"evicted\"", "column = \"clients\"")
            .measure(
                r#"{ column = "clients", words = "clients" }"#,
                r#"{ series = "census-residents", words = "residents" }"#,
            )
    }

    /// What `scorecard check` prints of it.
    pub(super) fn checked(self) -> String {
        let project = Project::copy();
        let name = self.card.split("name = \"").nth(1).unwrap();
        let name = format!("{FOLDER}/{}", name.split('"').next().unwrap());
        project.write(&format!("{FOLDER}/source.toml"), self.card);
        project.write(&name, self.table);
        project.seal(&name);
        // Before the measures of the project, so that its line does not depend on them.
        let housing = "indicators/housing.toml";
        let text = project.read(housing);
        let (head, rest) = text.split_once("\n[[measure]]\n").unwrap();
        project.write(housing, format!("{head}{}\n[[measure]]\n{rest}", self.measures));
        let outcome = project.run(&["check"]);
        outcome.stderr + &outcome.stdout
    }
}

pub(super) fn sound() -> Planted {
    Planted { table: CLIENTS.to_owned(), card: CARD.to_owned(), measures: MEASURE.to_owned() }
}

/// A row for each group and each value of something.
pub(super) fn each(values: &[&str], row: impl Fn(&str) -> String) -> String {
    let rows: Vec<String> = values.iter().map(|value| row(value)).collect();
    rows.join("\n")
}

pub(super) const GROUPS: [&str; 5] = ["White", "Black", "Asian", "Mixed", "Other"];
