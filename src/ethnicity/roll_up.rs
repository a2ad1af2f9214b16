//! Which category is made of which, over the categories that have a figure.
//!
//! Every stage that adds groups up asks here, so that what is protected, checked and reported are the same sums.

use std::collections::BTreeSet;

use super::{Category, Classification, Ethnicity};

/// How a category is made of those one level below it, in the order in which they are shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Derivation {
    /// Those that have a figure, or whose own parts have.
    pub parts: Vec<Category>,
    /// Those that have none.
    pub absent: Vec<Category>,
}

impl Derivation {
    /// Whether the category is made of others and all of them are there.
    pub fn is_complete(&self) -> bool {
        self.absent.is_empty() && !self.parts.is_empty()
    }
}

/// The tree of the categories of a classification, some of which have a figure.
#[derive(Debug, Clone)]
pub struct RollUp<'a> {
    /// The ethnic categories.
    pub ethnicity: &'a Ethnicity,
    /// The classification of the figures.
    pub classification: &'a Classification,
    present: BTreeSet<Category>,
}

impl<'a> RollUp<'a> {
    /// The tree over the categories that have a figure.
    pub fn new(
        ethnicity: &'a Ethnicity,
        classification: &'a Classification,
        present: impl IntoIterator<Item = Category>,
    ) -> Self {
        Self { ethnicity, classification, present: present.into_iter().collect() }
    }

    /// How a category is made of others; empty for one that is made of none.
    pub fn derivation(&self, category: Category) -> Derivation {
        let anchors = self.ethnicity.anchors;
        let parts = self.ethnicity.parts(self.classification, category);
        let is_there = |part: &Category| self.present.contains(part) || self.derivation(*part).is_complete();
        let (mut parts, absent): (Vec<_>, Vec<_>) = parts.into_iter().partition(is_there);
        if category == anchors.all {
            let rest = [anchors.unknown, anchors.not_applicable];
            parts.extend(rest.into_iter().filter(|rest| self.present.contains(rest)));
        }
        Derivation { parts, absent }
    }

    /// The finest categories with a figure that add up to a category; `None` for one that is made of none, or that
    /// lacks a part.
    pub fn finest(&self, category: Category) -> Option<Vec<Category>> {
        let derivation = self.derivation(category);
        let finest = |part: &Category| self.finest(*part).unwrap_or_else(|| vec![*part]);
        derivation.is_complete().then(|| derivation.parts.iter().flat_map(finest).collect())
    }

    /// Every category that has a figure or is made of others without a gap, parts before the sums of them.
    ///
    /// A broad group of one part is that part, and no figure beside it.
    pub fn figures(&self) -> Vec<Category> {
        let broad = self.broad_groups().filter(|broad| self.classification.parts_of(*broad).count() > 1);
        let derived = broad.chain([self.ethnicity.anchors.bame]).filter(|sum| self.derivation(*sum).is_complete());
        let mut figures: Vec<Category> = self.present.iter().copied().chain(derived).collect();
        figures.sort_by_key(|category| (self.finest(*category).map_or(0, |parts| parts.len()), *category));
        figures.dedup();
        figures
    }

    /// The groups that are shown: those with a figure, and the broad ones for which one can be made.
    ///
    /// A broad group of one part takes the place of that part: one of the two is enough.
    pub fn groups(&self, can_be_made: impl Fn(Category) -> bool) -> Vec<Category> {
        let mut groups: BTreeSet<Category> =
            self.present.iter().copied().filter(|category| self.ethnicity.is_group(*category)).collect();
        for broad in self.broad_groups() {
            if groups.contains(&broad) || !can_be_made(broad) {
                continue;
            }
            let parts: Vec<Category> = self.classification.parts_of(broad).collect();
            if let [only] = parts.as_slice() {
                groups.remove(only);
            }
            groups.insert(broad);
        }
        groups.into_iter().collect()
    }

    /// The required categories that have no figure, of their own or of a broader category; a broad one stands for its
    /// parts where all of them are missing.
    pub fn missing(&self) -> Vec<Category> {
        let is_present = |category: &Category| self.present.contains(category);
        let mut missing = Vec::new();
        for category in self.classification.required() {
            let broad = self.classification.top_level_of(category).unwrap_or(category);
            if is_present(&category) || is_present(&broad) || missing.contains(&broad) {
                continue;
            }
            let has_part = self.classification.parts_of(broad).any(|part| is_present(&part));
            missing.push(if has_part { category } else { broad });
        }
        missing
    }

    fn broad_groups(&self) -> impl Iterator<Item = Category> {
        self.classification.top_level().filter(|broad| self.ethnicity.is_group(*broad))
    }
}

impl Ethnicity {
    /// The categories one level below that make up a category: the required ones in a broad group, the broad groups
    /// but White in the aggregate, and all of them in everybody.
    pub fn parts(&self, classification: &Classification, category: Category) -> Vec<Category> {
        let anchors = self.anchors;
        if category == anchors.all {
            return classification.top_level().collect();
        }
        if category == anchors.bame {
            return classification.top_level().filter(|broad| *broad != anchors.white && *broad != category).collect();
        }
        classification.parts_of(category).collect()
    }

    /// The categories of a finer classification that add up to a category; `None` where one of its parts has none
    /// there.
    pub fn members(
        &self,
        classification: &Classification,
        category: Category,
        finer: &Classification,
    ) -> Option<Vec<Category>> {
        let own: Vec<Category> = finer.required().filter(|finer| classification.holds(category, *finer)).collect();
        if !own.is_empty() {
            return Some(own);
        }
        if category != self.anchors.bame {
            return None;
        }
        let parts = self.parts(classification, category);
        let members: Option<Vec<_>> = parts.iter().map(|part| self.members(classification, *part, finer)).collect();
        members.map(|members| members.concat()).filter(|members| !members.is_empty())
    }

    /// Whether a broad group is of the same people in two classifications: of the categories that both know, one puts
    /// those into it that the other does. The aggregate is, where White is.
    pub fn is_alike(&self, category: Category, [first, second]: [&Classification; 2]) -> bool {
        let broad = if category == self.anchors.bame { self.anchors.white } else { category };
        let known = first.categories().filter_map(|one| Some((first.top_level_of(one)?, second.top_level_of(one)?)));
        known.into_iter().all(|(one, other)| (one == broad) == (other == broad))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::finding::Findings;
    use tables::Table;

    const CATEGORIES: &str = "code,label,people,govuk_label,govuk_people,order\n\
        all,All,,,,0\nbame,BAME,,,,1\nasian,Asian,,,,10\nindian,Indian,,,,11\npakistani,Pakistani,,,,12\n\
        other,Other,,,,20\nany-other,Any other,,,,21\nwhite,White,,,,30\nwhite-british,White British,,,,31\n\
        white-other,White other,,,,32\nunknown,Unknown,,,,40\nnot-applicable,Not applicable,,,,41\n";

    const CLASSIFICATIONS: &str = "classification,title,category,parent,part\n\
        fine,,indian,asian,required\nfine,,pakistani,asian,required\nfine,,any-other,other,required\n\
        fine,,white-british,white,required\nfine,,white-other,white,required\n\
        fine,,asian,,aggregate\nfine,,other,,aggregate\nfine,,white,,aggregate\n\
        broad,,asian,,required\nbroad,,other,,required\nbroad,,white,,required\n\
        broad,,indian,asian,inside\nbroad,,pakistani,asian,inside\nbroad,,any-other,other,inside\n\
        broad,,white-british,white,inside\nbroad,,white-other,white,inside\n\
        two,,bame,,required\ntwo,,white,,required\ntwo,,indian,bame,inside\ntwo,,pakistani,bame,inside\n\
        two,,any-other,bame,inside\ntwo,,white-british,white,inside\ntwo,,white-other,white,inside\n";

    fn ethnicity() -> Ethnicity {
        of(CLASSIFICATIONS)
    }

    fn of(classifications: &str) -> Ethnicity {
        let mut findings = Findings::new();
        let mut table = |text: &str| Table::parse(Path::new("x.csv"), text.as_bytes(), &mut findings).unwrap();
        let (categories, classifications, labels) =
            (table(CATEGORIES), table(classifications), table("label,scheme,category\nEverybody,a list,all\n"));
        Ethnicity::read(&categories, &classifications, &labels, &mut findings).unwrap()
    }

    struct Case {
        ethnicity: Ethnicity,
        classification: &'static str,
        present: &'static [&'static str],
    }

    impl Case {
        fn new(classification: &'static str, present: &'static [&'static str]) -> Self {
            Self { ethnicity: ethnicity(), classification, present }
        }

        fn roll_up(&self) -> RollUp<'_> {
            let present: Vec<Category> = self.present.iter().map(|code| self.category(code)).collect();
            let classification = self.ethnicity.classification(self.classification).unwrap();
            RollUp::new(&self.ethnicity, classification, present)
        }

        fn category(&self, code: &str) -> Category {
            self.ethnicity.category(code).unwrap()
        }

        fn codes(&self, categories: &[Category]) -> Vec<String> {
            categories.iter().map(|category| self.ethnicity.code(*category).to_owned()).collect()
        }

        /// What a category is made of, and what of it is absent.
        fn derivation(&self, code: &str) -> [Vec<String>; 2] {
            let derivation = self.roll_up().derivation(self.category(code));
            [self.codes(&derivation.parts), self.codes(&derivation.absent)]
        }

        fn finest(&self, code: &str) -> Option<Vec<String>> {
            self.roll_up().finest(self.category(code)).map(|parts| self.codes(&parts))
        }
    }

    #[test]
    fn fine_groups_make_broad_ones_the_aggregate_and_everybody() {
        let case = Case::new("fine", &["indian", "pakistani", "any-other", "white-british", "white-other", "unknown"]);
        assert_eq!(case.derivation("asian"), [vec!["indian", "pakistani"], vec![]]);
        assert_eq!(case.derivation("bame"), [vec!["asian", "other"], vec![]]);
        assert_eq!(case.derivation("all"), [vec!["asian", "other", "white", "unknown"], vec![]]);
        assert_eq!(case.finest("bame").unwrap(), ["indian", "pakistani", "any-other"]);
        assert_eq!(case.finest("indian"), None);
        let figures = case.codes(&case.roll_up().figures());
        let fine = ["indian", "pakistani", "any-other", "white-british", "white-other", "unknown"];
        assert_eq!(figures[..6], fine);
        assert_eq!(figures[6..], ["asian", "white", "bame"]);
        assert_eq!(
            case.codes(&case.roll_up().groups(|_| true)),
            ["asian", "indian", "pakistani", "other", "white", "white-british", "white-other"]
        );
        assert_eq!(case.roll_up().missing(), []);
    }

    #[test]
    fn a_part_that_is_absent_is_named_and_leaves_no_sum() {
        let case = Case::new("fine", &["indian", "any-other", "white"]);
        assert_eq!(case.derivation("asian"), [vec!["indian"], vec!["pakistani"]]);
        assert_eq!(case.derivation("bame"), [vec!["other"], vec!["asian"]]);
        assert_eq!(case.finest("bame"), None);
        assert_eq!(case.codes(&case.roll_up().figures()), ["indian", "any-other", "white"]);
        assert_eq!(case.codes(&case.roll_up().missing()), ["pakistani"]);
        assert_eq!(case.codes(&Case::new("fine", &["white"]).roll_up().missing()), ["asian", "other"]);
    }

    #[test]
    fn a_broad_group_beside_its_parts_is_the_sum_of_them() {
        let case = Case::new("fine", &["asian", "indian", "pakistani", "other"]);
        assert_eq!(case.finest("asian").unwrap(), ["indian", "pakistani"]);
        assert_eq!(case.finest("bame").unwrap(), ["indian", "pakistani", "other"]);
        assert_eq!(case.codes(&case.roll_up().figures()), ["indian", "pakistani", "other", "asian", "bame"]);
    }

    #[test]
    fn the_aggregate_as_published_is_made_of_nothing_finer() {
        let case = Case::new("two", &["bame", "white"]);
        assert_eq!(case.derivation("bame"), [Vec::<String>::new(), vec![]]);
        assert_eq!(case.derivation("all"), [vec!["bame", "white"], vec![]]);
        assert_eq!(case.codes(&case.roll_up().figures()), ["bame", "white"]);
    }

    #[test]
    fn finer_categories_of_another_classification_add_up() {
        let case = Case::new("broad", &[]);
        let ethnicity = &case.ethnicity;
        let fine = ethnicity.classification("fine").unwrap();
        let members = |classification: &str, code: &str| {
            let classification = ethnicity.classification(classification).unwrap();
            let members = ethnicity.members(classification, case.category(code), fine);
            members.map(|members| case.codes(&members))
        };
        assert_eq!(members("broad", "asian").unwrap(), ["indian", "pakistani"]);
        assert_eq!(members("broad", "bame").unwrap(), ["indian", "pakistani", "any-other"]);
        assert_eq!(members("two", "bame").unwrap(), ["indian", "pakistani", "any-other"]);
        assert_eq!(members("broad", "unknown"), None);
    }

    #[test]
    fn a_broad_group_is_alike_where_no_part_of_it_stands_elsewhere() {
        let moved = CLASSIFICATIONS.replace("broad,,pakistani,asian", "broad,,pakistani,other");
        let ethnicity = of(&moved);
        let alike = |code: &str| {
            let lists = ["fine", "broad"].map(|name| &**ethnicity.classification(name).unwrap());
            ethnicity.is_alike(ethnicity.category(code).unwrap(), lists)
        };
        assert_eq!(["white", "bame", "asian", "other"].map(alike), [true, true, false, false]);
    }
}
