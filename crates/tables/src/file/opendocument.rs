//! The tables of an `OpenDocument` workbook, from its XML: in it one element may stand for a million rows, a thousand
//! million blanks, or a text in every cell of a row, so that all of them are counted as they are unfolded.

use std::collections::BTreeMap;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};

use crate::finding::Problem;

use super::container::Workbook;
use super::filling::Filling;
use super::formula;
use super::percent;
use super::room::Room;
use super::sheet::{Read, Sheet};
use super::unpack;
use super::xml::{Events, attribute};

/// Why a table cannot be read.
enum Unfit {
    /// Its XML is no good; these words say how.
    Broken(String),
    /// It is larger than may be.
    TooLarge(Problem),
}

impl From<String> for Unfit {
    fn from(reason: String) -> Self {
        Self::Broken(reason)
    }
}

impl From<Problem> for Unfit {
    fn from(problem: Problem) -> Self {
        Self::TooLarge(problem)
    }
}

impl From<Unfit> for Problem {
    fn from(unfit: Unfit) -> Self {
        match unfit {
            Unfit::Broken(reason) => unpack::damaged(Workbook::Ods.label(), reason),
            Unfit::TooLarge(problem) => problem,
        }
    }
}

/// Whether the list of what is in a workbook says that it can only be read with a password.
pub(super) fn is_locked(manifest: &[u8]) -> bool {
    const MARK: &[u8] = b"encryption-data";
    manifest.windows(MARK.len()).any(|window| window == MARK)
}

/// The tables of a workbook. After one that cannot be read to its end nothing can be told apart.
pub(super) fn sheets(content: &str, room: &mut Room) -> Read {
    let mut events = Events::new(content);
    let mut sheets = Vec::new();
    // Whether tables of a style are shown.
    let (mut style, mut shown) = (String::new(), BTreeMap::new());
    let broken = |reason| Problem::from(Unfit::Broken(reason));
    while let Some(event) = events.next().map_err(broken)? {
        let Event::Start(element) = event else { continue };
        match element.name().as_ref() {
            "style:style" => style = attribute(&element, "style:name").map_err(broken)?.unwrap_or_default(),
            "style:table-properties" => {
                let display = attribute(&element, "table:display").map_err(broken)?;
                shown.insert(style.clone(), display.is_none_or(|display| display != "false"));
            }
            "table:table" => {
                let style = attribute(&element, "table:style-name").map_err(broken)?.unwrap_or_default();
                let Some(name) = attribute(&element, "table:name").map_err(broken)? else { continue };
                let hidden = shown.get(&style) == Some(&false);
                match rows(&mut events, room) {
                    Ok(rows) => sheets.push((name.clone(), Ok(Sheet { name, hidden, rows }))),
                    Err(unfit) => {
                        sheets.push((name, Err(unfit.into())));
                        break;
                    }
                }
            }
            _ => {}
        }
    }
    Ok(sheets)
}

/// The rows of the table whose element was opened last.
fn rows(events: &mut Events<'_>, room: &mut Room) -> Result<Vec<crate::Row>, Unfit> {
    let outside = events.depth().saturating_sub(1);
    let mut filling = Filling::new(room);
    let mut next = 0_u32;
    while events.depth() > outside {
        let Some(event) = events.next()? else { break };
        let Event::Start(element) = event else { continue };
        match element.name().as_ref() {
            "table:table-row" => {
                let times = repeats(&element, "table:number-rows-repeated")?;
                let cells = row(events, &filling)?;
                let rows = if cells.is_empty() { 0 } else { times };
                if rows > MOST_REPEATED {
                    return Err(Unfit::Broken(format!("a row that holds something is repeated {rows} times")));
                }
                // Known before the first of a thousand million is put in.
                let all =
                    |one: fn(&Repeated) -> usize| product(rows, cells.iter().map(one).fold(0, usize::saturating_add));
                filling.holds(
                    all(|(_, times, _)| product(*times, 1)),
                    all(|(_, times, text)| product(*times, text.len())),
                )?;
                for row in next..next.saturating_add(rows) {
                    put(&mut filling, row, &cells)?;
                }
                next = next.saturating_add(times);
            }
            // Drawings and forms may hold tables of their own.
            "table:shapes" | "office:forms" | "table:table" => events.skip()?,
            _ => {}
        }
    }
    Ok(filling.rows()?)
}

/// How often one row of figures may follow itself: no table says the same so often.
const MOST_REPEATED: u32 = 10_000;

/// How often a row or a cell stands there.
fn repeats(element: &BytesStart<'_>, name: &str) -> Result<u32, Unfit> {
    let Some(text) = attribute(element, name)? else { return Ok(1) };
    text.trim().parse().map_err(|_| Unfit::Broken(format!("`{text}` is no number of times")))
}

/// A cell: its column, how often it stands there, and its text.
type Repeated = (u32, u32, String);

/// Puts the cells of a row into it.
fn put(filling: &mut Filling<'_>, row: u32, cells: &[Repeated]) -> Result<(), Problem> {
    for (column, times, text) in cells {
        (*column..column.saturating_add(*times)).try_for_each(|column| filling.put((row, column), text))?;
    }
    Ok(())
}

fn product(times: u32, of: usize) -> usize {
    usize::try_from(times).unwrap_or(usize::MAX).saturating_mul(of)
}

/// The cells of a row that hold something.
fn row(events: &mut Events<'_>, filling: &Filling<'_>) -> Result<Vec<Repeated>, Unfit> {
    let outside = events.depth().saturating_sub(1);
    let (mut cells, mut column) = (Vec::new(), 0_u32);
    while events.depth() > outside {
        let Some(event) = events.next()? else { break };
        let Event::Start(element) = event else { continue };
        match element.name().as_ref() {
            "table:table-cell" | "table:covered-table-cell" => {
                let times = repeats(&element, "table:number-columns-repeated")?;
                let value = value(&element)?;
                let content = content(events, value.is_none(), filling)?;
                let text = value.unwrap_or(content);
                // A formula that no program has computed yet is no blank.
                let formula = if text.is_empty() { attribute(&element, "table:formula")? } else { None };
                let text = formula.map_or(text, |formula| formula::written(&formula));
                if !text.is_empty() {
                    cells.push((column, times, text));
                }
                column = column.saturating_add(times);
            }
            _ => events.skip()?,
        }
    }
    Ok(cells)
}

/// The value of a cell, where its element says it.
fn value(cell: &BytesStart<'_>) -> Result<Option<String>, Unfit> {
    if let Some(number) = attribute(cell, "office:value")? {
        let number: f64 = number.trim().parse().map_err(|_| Unfit::Broken(format!("`{number}` is no number")))?;
        let in_percent = attribute(cell, "office:value-type")?.is_some_and(|kind| kind == "percentage");
        return Ok(Some(if in_percent { percent::shown(number) } else { number.to_string() }));
    }
    for moment in ["office:date-value", "office:time-value"] {
        if let Some(moment) = attribute(cell, moment)? {
            return Ok(Some(moment));
        }
    }
    if let Some(truth) = attribute(cell, "office:boolean-value")? {
        return Ok(Some(truth.to_uppercase()));
    }
    // Of an error the text is in the content, and here there is nothing.
    Ok(attribute(cell, "office:string-value")?.filter(|text| !text.is_empty()))
}

/// Passes over the content of the cell that was opened last; the text of its paragraphs, if that is wanted.
fn content(events: &mut Events<'_>, wanted: bool, filling: &Filling<'_>) -> Result<String, Unfit> {
    if !wanted {
        events.skip()?;
        return Ok(String::new());
    }
    let outside = events.depth().saturating_sub(1);
    let (mut text, mut paragraphs, mut inside) = (String::new(), 0, 0);
    while events.depth() > outside {
        let Some(event) = events.next()? else { break };
        match event {
            Event::Start(element) => match element.name().as_ref() {
                "text:p" | "text:h" => {
                    if paragraphs > 0 {
                        text.push('\n');
                    }
                    paragraphs += 1;
                    inside = if inside == 0 { events.depth() } else { inside };
                }
                "text:s" => {
                    let blanks = usize::try_from(repeats(&element, "text:c")?).unwrap_or(usize::MAX);
                    filling.holds(1, text.len().saturating_add(blanks))?;
                    text.extend(std::iter::repeat_n(' ', blanks));
                }
                "text:tab" => text.push('\t'),
                "text:line-break" => text.push('\n'),
                "office:annotation" => events.skip()?,
                _ => {}
            },
            Event::End(_) if events.depth() < inside => inside = 0,
            Event::Text(part) if inside > 0 => text.push_str(&part.xml10_content()),
            Event::CData(part) if inside > 0 => text.push_str(&part.xml10_content()),
            Event::GeneralRef(reference) if inside > 0 => refer(&reference, &mut text)?,
            Event::End(_)
            | Event::Empty(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_)
            | Event::Eof => {}
        }
    }
    Ok(text)
}

/// Adds the letter that a reference stands for.
fn refer(reference: &BytesRef<'_>, text: &mut String) -> Result<(), Unfit> {
    if let Some(known) = resolve_predefined_entity(reference) {
        text.push_str(known);
        return Ok(());
    }
    match reference.resolve_char_ref() {
        Ok(Some(letter)) => text.push(letter),
        Ok(None) | Err(_) => return Err(Unfit::Broken(format!("`&{};` stands for nothing", &**reference))),
    }
    Ok(())
}
