//! What a person should check in a recipe that is proposed: what it leaves out, by name, and what it may misread.

use super::areas::AreasIn;
use super::listing::some_of;
use super::proposal::Proposal;

impl Proposal<'_> {
    /// What a person should check.
    pub fn doubts(&self) -> Vec<String> {
        let of = [self.of_labels(), self.of_places(), self.of_columns()];
        of.into_iter().flatten().collect()
    }

    fn of_labels(&self) -> Vec<String> {
        let labels = &self.groups.labels;
        let otherwise = self.groups.other_lists.iter().filter(|list| !list.is_same);
        let otherwise: Vec<String> = otherwise.map(|list| list.scheme.clone()).collect();
        let (first, rest) = self.classifications.split_first().unzip();
        let first = first.map_or("", String::as_str);
        let unknown = format!("labels that the list `{}` does not know: ", labels.scheme);
        let several = about(rest.unwrap_or_default(), &format!("the classification: the labels fit `{first}`, and "));
        let doubts = [
            about(&labels.unknown, &unknown),
            about(&otherwise, "the same labels mean other groups in the lists "),
            several.map(|doubt| doubt + " as well"),
            about(&self.absent, "groups of the classification that no label means: "),
            self.classifications.is_empty().then(|| "the classification: the labels fit none".to_owned()),
        ];
        doubts.into_iter().flatten().collect()
    }

    fn of_places(&self) -> Vec<String> {
        let areas = &self.areas;
        let named = |pairs: &[(String, String)]| {
            let named = pairs.iter().map(|(text, area)| format!("`{text}` (nearest: `{area}`)"));
            named.collect::<Vec<_>>().join(", ")
        };
        let (alike, near) = (named(&areas.alike), named(&areas.near));
        let left_out = if areas.leave_out() { "areas that are left out, since they" } else { "areas that" };
        let doubts = [
            self.period.doubt.clone(),
            match &areas.location {
                AreasIn::Around(area, place) => {
                    Some(format!("the area: no column names one, and `{area}` is taken, which stands {place}"))
                }
                AreasIn::Nowhere => Some(
                    "the area: nothing in the file or its name says it; write it in `area = { is = \"\" }`".to_owned(),
                ),
                AreasIn::Columns(_) | AreasIn::Position(..) => None,
            },
            (!alike.is_empty()).then(|| {
                format!(
                    "areas that look like ones of data/areas.csv and are none: {alike}; correct them, or add them to its \
                     other names"
                )
            }),
            (!near.is_empty()).then(|| {
                format!("areas that are nearly called as ones beside them, and are taken for other places: {near}")
            }),
            about(&areas.others, &format!("{left_out} are none of data/areas.csv: ")),
        ];
        doubts.into_iter().flatten().collect()
    }

    fn of_columns(&self) -> Vec<String> {
        let unclear = self.markers.iter().filter(|marker| marker.meaning.is_none());
        let unclear: Vec<String> = unclear.map(|marker| marker.text.clone()).collect();
        let pattern = "columns beside those of the groups, of which no list knows the group: ";
        let doubts = [
            about(&unclear, "what these texts mean in place of a figure: "),
            every(&self.unread.beside, pattern),
            every(&self.unread.figures, "columns of numbers that are not read: "),
            every(&self.unread.negative, "columns that are not read, since figures in them are below zero: "),
        ];
        doubts.into_iter().flatten().collect()
    }
}

fn about(texts: &[String], doubt: &str) -> Option<String> {
    (!texts.is_empty()).then(|| format!("{doubt}{}", some_of(texts)))
}

/// All of some texts: what is left out has its name.
fn every(texts: &[String], doubt: &str) -> Option<String> {
    let quoted: Vec<String> = texts.iter().map(|text| format!("`{text}`")).collect();
    (!texts.is_empty()).then(|| format!("{doubt}{}", quoted.join(", ")))
}
