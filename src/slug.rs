//! A name as a part of the names of files and of places on a page.

/// How long it is at most, in bytes: a file has a name of 255, in which more than one may stand.
const LONGEST: usize = 80;

/// A name in small letters, with a hyphen for whatever is neither letter nor digit.
pub fn slug(name: &str) -> String {
    let words = name.to_lowercase();
    let words = words.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-");
    slug.truncate(slug.floor_char_boundary(LONGEST));
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_leads_out_of_its_folder_or_out_of_an_attribute() {
        for name in ["../../etc/passwd", "a/../b", "\"><script>", "a\u{0}b", "..", "C:\\x", "\u{202e}x"] {
            let slug = slug(name);
            assert!(slug.chars().all(|letter| letter.is_alphanumeric() || letter == '-'), "{slug}");
        }
        assert_eq!(slug("Kingston upon Thames"), "kingston-upon-thames");
        assert!(slug(&"ö".repeat(300)).len() <= LONGEST);
    }
}
