//! XML that a workbook is made of, looked through from beginning to end before anything relies on it: the readers of
//! workbooks wait for ends that never come.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The events of a text, and how deep they lie.
pub(super) struct Events<'t> {
    reader: Reader<&'t [u8]>,
    /// The elements that are open, by where their names stand in a text of all.
    open: Vec<usize>,
    names: String,
}

impl<'t> Events<'t> {
    /// Of a text of which a byte order mark is no part. Empty elements come as a beginning and an end.
    pub(super) fn new(text: &'t str) -> Self {
        let mut reader = Reader::from_str(text.strip_prefix('\u{feff}').unwrap_or(text));
        reader.config_mut().expand_empty_elements = true;
        Self { reader, open: Vec::new(), names: String::new() }
    }

    /// The next event; `None` at the end of the text. What ends before its time, or is no XML, is told in words.
    pub(super) fn next(&mut self) -> Result<Option<Event<'t>>, String> {
        let event = self.reader.read_event().map_err(|error| error.to_string())?;
        match &event {
            Event::Start(start) => {
                self.open.push(self.names.len());
                self.names.push_str(start.name().as_ref());
            }
            Event::End(_) => {
                let start = self.open.pop().unwrap_or_default();
                self.names.truncate(start);
            }
            Event::Eof => {
                let Some(start) = self.open.last() else { return Ok(None) };
                return Err(format!("it ends inside `{}`", self.names.get(*start..).unwrap_or_default()));
            }
            Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
        Ok(Some(event))
    }

    /// How many elements are open.
    pub(super) fn depth(&self) -> usize {
        self.open.len()
    }

    /// Passes over what is inside the element that was opened last, with its end.
    pub(super) fn skip(&mut self) -> Result<(), String> {
        let outside = self.depth().saturating_sub(1);
        while self.depth() > outside && self.next()?.is_some() {}
        Ok(())
    }
}

/// The value of an attribute, where it is there.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Result<Option<String>, String> {
    let Some(found) = element.try_get_attribute(name).map_err(|error| error.to_string())? else { return Ok(None) };
    let value = found.normalized_value(XmlVersion::Implicit1_0).map_err(|error| error.to_string())?;
    Ok(Some(value.into_owned()))
}

/// Looks a part of a workbook through; it may have so many elements.
pub(super) fn examine(part: &[u8], most: usize) -> Result<(), String> {
    let text = std::str::from_utf8(part).map_err(|_| "it is not in UTF-8".to_owned())?;
    let (mut events, mut elements) = (Events::new(text), 0);
    while let Some(event) = events.next()? {
        elements += usize::from(matches!(event, Event::Start(_)));
        if elements > most {
            return Err(format!("it has more than {most} elements"));
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_is_looked_through_to_its_end() {
        for sound in ["<a/>", "\u{feff}<?xml version=\"1.0\"?>\n<a x='1'><!-- <b> --><b\n/>t &amp; <![CDATA[<c>]]></a>"]
        {
            assert_eq!(examine(sound.as_bytes(), 9), Ok(()));
        }
        for (faulty, reason) in [
            ("<a><b>", "it ends inside `b`"),
            ("<a><b></b>", "it ends inside `a`"),
            ("<a", "syntax error"),
            ("<a></b>", "ill-formed"),
            ("<a><a/><a/></a>", "more than 2 elements"),
        ] {
            let found = examine(faulty.as_bytes(), 2).unwrap_err();
            assert!(found.contains(reason), "{faulty}: {found}");
        }
        assert!(examine(b"<a>\xFF</a>", 9).is_err());
    }
}
