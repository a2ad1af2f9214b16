//! A document that cannot be read at all: a quote that is not closed, a text without quotes, a curly quote.

use crate::finding::Problem;

/// What is wrong at an offset, said by what stands there, and the offset at which to say so.
pub(super) fn fault(text: &str, offset: usize, said: &str) -> (Problem, usize) {
    // Of a list that is not closed, it is the line before that lacks something.
    let offset = if is_left_open(text, offset, said) { end_before(text, offset) } else { offset };
    let line = Line::around(text, offset);
    if let Some((letter, at)) = line.stray(is_curly) {
        return (curly(letter, line.text), at);
    }
    if let Some((letter, at)) = line.stray(is_invisible) {
        return (invisible(letter), at);
    }
    let problem = line.heading(said).or_else(|| line.key(said)).or_else(|| line.value(said)).or_else(|| line.end(said));
    (problem.unwrap_or_else(|| unreadable(line.text, said)), offset)
}

/// Whether a list or a table in braces was not closed on the lines before, so that all that follows is read as a part of it.
pub(super) fn is_left_open(text: &str, offset: usize, said: &str) -> bool {
    let is_of_list =
        said.starts_with("missing comma") || said.starts_with("unclosed array,") || said.starts_with("unclosed inline");
    let before = text.get(..offset).unwrap_or_default();
    is_of_list && before.rsplit('\n').next().is_some_and(|line| line.trim().is_empty())
}

/// Where what stands before an offset ends.
fn end_before(text: &str, offset: usize) -> usize {
    text.get(..offset).map_or(offset, |before| before.trim_end().len())
}

/// A line of a document, and where in it something is wrong.
struct Line<'a> {
    /// Its text.
    text: &'a str,
    /// Where it begins in the document.
    start: usize,
    /// What of it stands before the fault, and what from there on.
    before: &'a str,
    after: &'a str,
}

impl<'a> Line<'a> {
    fn around(text: &'a str, offset: usize) -> Self {
        let (head, tail) = text.split_at_checked(offset).unwrap_or((text, ""));
        let start = head.rfind('\n').map_or(0, |at| at + 1);
        let before = head.get(start..).unwrap_or_default();
        let after = tail.split('\n').next().unwrap_or_default().trim_end_matches('\r');
        let whole = text.get(start..offset + after.len()).unwrap_or(before);
        Self { text: whole.trim(), start, before, after }
    }

    /// A letter of some kind that stands outside the texts in straight quotes and outside comments, and its offset.
    fn stray(&self, is_kind: impl Fn(char) -> bool) -> Option<(char, usize)> {
        let mut open: Option<(char, Option<(char, usize)>)> = None;
        for (at, letter) in self
            .before
            .char_indices()
            .chain(self.after.char_indices().map(|(at, letter)| (self.before.len() + at, letter)))
        {
            match &mut open {
                Some((quote, _)) if letter == *quote => open = None,
                // Of a text that is not closed, it may be the closing quote that was meant.
                Some((_, first)) if is_kind(letter) => *first = first.or(Some((letter, self.start + at))),
                None if letter == '"' || letter == '\'' => open = Some((letter, None)),
                None if letter == '#' => return None,
                None if is_kind(letter) => return Some((letter, self.start + at)),
                Some(_) | None => {}
            }
        }
        open.and_then(|(_, first)| first)
    }

    /// What the value of the line begins with, from the last `=`, `[`, `,` or `{` before the fault.
    fn word(&self) -> &'a str {
        let start = self.before.rfind(['=', '[', ',', '{']).map_or(0, |at| at + 1);
        let from = self.before.get(start..).unwrap_or_default();
        let is_end = |letter: char| matches!(letter, ',' | ']' | '}' | '#');
        let rest = self.after.find(is_end).map_or(self.after, |end| self.after.get(..end).unwrap_or_default());
        // The two lie beside each other on one line.
        if from.trim().is_empty() { rest.trim() } else { self.text_between(start, rest) }
    }

    fn text_between(&self, start: usize, rest: &str) -> &'a str {
        let skipped = self.before.len() - self.before.trim_start().len();
        let end = (self.before.len() + rest.len()).saturating_sub(skipped);
        self.text.get(start.saturating_sub(skipped)..end.min(self.text.len())).unwrap_or_default().trim()
    }

    /// The key of the line.
    fn named(&self) -> &'a str {
        self.text.split(['=', ':']).next().unwrap_or_default().trim()
    }

    fn heading(&self, said: &str) -> Option<Problem> {
        if !self.text.starts_with('[') {
            return None;
        }
        let name = self.text.trim_matches(['[', ']', ' ']);
        if said.starts_with("unclosed") {
            let form = if self.text.starts_with("[[") { format!("[[{name}]]") } else { format!("[{name}]") };
            let hint = format!("write `{form}` on a line of its own");
            return Some(Problem::error(format!("the heading `{}` is not closed", self.text), hint));
        }
        (said == "duplicate key").then(|| {
            let hint = format!("a table that may stand several times has two brackets each time, as in `[[{name}]]`");
            Problem::error(format!("the heading `[{name}]` stands here a second time"), hint)
        })
    }

    fn value(&self, said: &str) -> Option<Problem> {
        if ["invalid basic string", "invalid literal string", "invalid multi-line"]
            .iter()
            .any(|it| said.starts_with(it))
        {
            let hint = "put the same straight quote at its beginning and its end, on one line";
            return Some(Problem::error(format!("the text in `{}` is not closed", self.text), hint));
        }
        if said.contains("escape") {
            let hint = "write `\\\\` for one `\\`, or the text in single quotes; of a path, write `/`";
            return Some(Problem::error(format!("`\\` has a meaning of its own in `{}`", self.text), hint));
        }
        let kinds = ["boolean", "date", "time", "mantissa", "exponent", "number", "integer", "float"];
        let is_value = said.starts_with("string values must be quoted")
            || said.starts_with("invalid ") && kinds.iter().any(|kind| said.contains(kind));
        is_value.then(|| bad_word(self.word(), self.named()))
    }

    fn key(&self, said: &str) -> Option<Problem> {
        if ["//", "--", ";", "/*", "%"].iter().any(|mark| self.text.starts_with(mark)) {
            return Some(Problem::error(
                format!("`{}` is no key", self.text),
                "a comment begins with `#`; if it is none, take the line out",
            ));
        }
        if said == "duplicate key" {
            let message = format!("`{}` stands in this table twice", self.named());
            return Some(Problem::error(message, "keep one of the two"));
        }
        if said.contains("`=`") && said.starts_with("extra") {
            return Some(Problem::error(format!("`{}` has one `=` too many", self.text), "write `key = value`"));
        }
        if said.starts_with("key with no value") {
            let (key, rest) = self.text.split_once('=').unwrap_or((self.text, ""));
            let key = key.trim();
            let hint = match (self.after.trim_start().chars().next(), self.text.contains('=')) {
                (Some(':'), _) => format!("write `=` in place of `:`, as in `{} =`", self.named()),
                (_, true) => format!("a key is one word: `{} ={rest}`", key.replace(char::is_whitespace, "-")),
                (_, false) => "write `key = value`, or put `#` before a comment".to_owned(),
            };
            return Some(Problem::error(format!("`{}` is no line of the form `key = value`", self.text), hint));
        }
        said.starts_with("unquoted keys cannot be empty")
            .then(|| Problem::error(format!("`{}` has no key", self.text), "write `key = value`"))
    }

    /// What stands after a value, or is missing there.
    fn end(&self, said: &str) -> Option<Problem> {
        if said.starts_with("missing comma") || said.starts_with("unclosed") {
            let (name, bracket) = if said.contains("array") { ("list", ']') } else { ("table in braces", '}') };
            let message = format!("a `,` or the closing `{bracket}` of a {name} is missing here");
            return Some(Problem::error(message, format!("put `,` between its parts and `{bracket}` at its end")));
        }
        if !said.starts_with("unexpected key or value") {
            return None;
        }
        let after = self.after.trim();
        let number = self.before.rsplit(['=', '[', ' ']).next().unwrap_or_default();
        let is_number = !number.is_empty() && number.chars().all(|letter| letter.is_ascii_digit() || letter == '.');
        let hint = if is_number && after.starts_with(|letter: char| letter == ',' || letter.is_ascii_digit()) {
            "write a number without separators and with a point, such as 1000 or 0.5"
        } else if after.starts_with("//") || after.starts_with("--") || after.starts_with(';') {
            "a comment begins with `#`"
        } else if after == "," {
            "outside lists a line has no comma at its end"
        } else if self.text.matches(['"', '\'']).count() > 2 {
            "put a text that has a quote in it between quotes of the other kind"
        } else {
            "write one `key = value` on a line, with a text in one pair of quotes; a comment begins with `#`"
        };
        Some(Problem::error(format!("`{after}` stands after the value of `{}`", self.named()), hint))
    }
}

/// A value that is neither a text in quotes nor a number.
fn bad_word(word: &str, key: &str) -> Problem {
    if word.is_empty() {
        let hint = "put a value after the `=`, or take the line out; a text stands in quotes";
        return Problem::error(format!("`{key}` has no value"), hint);
    }
    let lower = word.to_lowercase();
    let is_yes = ["true", "yes", "on"].contains(&lower.as_str());
    if is_yes || ["false", "no", "off"].contains(&lower.as_str()) {
        let hint = if is_yes { "write `true`" } else { "write `false`" };
        return Problem::error(format!("`{word}` is neither a text in quotes nor `true` or `false`"), hint);
    }
    let marks = ['.', '+', '-', '%', '£', '_', ' '];
    let is_number = word.chars().all(|letter| letter.is_ascii_digit() || marks.contains(&letter));
    if is_number && !word.contains('-') {
        let hint = "write a number such as 1000 or 0.5, or a text in quotes";
        return Problem::error(format!("`{word}` is not written as a number"), hint);
    }
    let plain = word.trim_matches(['"', '\'']);
    Problem::error(format!("the text `{word}` stands without quotes"), format!("write `\"{plain}\"`"))
}

fn is_curly(letter: char) -> bool {
    matches!(letter, '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2032}' | '\u{2033}' | '`' | '\u{b4}')
}

/// A letter that looks like a blank or like nothing.
fn is_invisible(letter: char) -> bool {
    matches!(letter, '\u{a0}' | '\u{ad}' | '\u{2000}'..='\u{200f}' | '\u{2028}'..='\u{202f}' | '\u{2060}' | '\u{feff}')
}

fn curly(letter: char, line: &str) -> Problem {
    let straight: String = line
        .chars()
        .map(|letter| match letter {
            '\u{2018}'..='\u{201b}' | '\u{2032}' | '`' | '\u{b4}' => '\'',
            letter if is_curly(letter) => '"',
            letter => letter,
        })
        .collect();
    let message = format!("{letter} is not a straight quote, and a text stands in straight ones");
    Problem::error(
        message,
        format!("write `{straight}`; word processors put curly quotes, a plain text editor does not"),
    )
}

fn invisible(letter: char) -> Problem {
    let code = u32::from(letter);
    let message = format!("a letter that cannot be seen stands here (U+{code:04X})");
    Problem::error(message, "delete it, and type a blank where one is meant")
}

fn unreadable(line: &str, said: &str) -> Problem {
    let hint = "each line is `key = value`, a heading in brackets, or a comment that begins with `#`";
    Problem::error(format!("`{line}` cannot be read: {said}"), hint)
}
