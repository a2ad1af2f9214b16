//! Sound inputs of every kind, from which the spoilt ones are made.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::write::GzEncoder;
use flate2::{Compression, Crc};

/// A kind of file, and the inputs to begin with: of what is packed, the parts.
pub(crate) struct Seed {
    pub(crate) kind: &'static str,
    pub(crate) parts: Vec<Part>,
}

/// A part of a file, by its name inside it.
#[derive(Clone)]
pub(crate) struct Part {
    pub(crate) name: &'static str,
    pub(crate) bytes: Vec<u8>,
}

const CSV: &str = "\u{feff}Date,Area,\"Ethnic, group\",Latitude,Longitude,Number,Rate\r\n2021-06-01,Ashby,Asian,50.5,0.5,\"1,234\",12.5%\n30/06/2021,E09900002,White,50.5,1.5,c,..\n2021-06-30T23:30:00+00:00,Coldwater,\"Bla\"\"ck\",0,0,-1,1e5\n\nSource: nobody\n";

const GEOJSON: &str = r#"{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"name":"Ashby"},"geometry":{"type":"Polygon","coordinates":[[[0,50],[1,50],[1,51],[0,51],[0,50]],[[0.2,50.2],[0.4,50.2],[0.4,50.4],[0.2,50.2]]]}},{"type":"Feature","properties":{"code":"E09900002"},"geometry":{"type":"MultiPolygon","coordinates":[[[[1,50],[2,50],[2,51],[1,51],[1,50]]]]}}]}"#;

const CONTENT: &str = r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content><style:style style:name="ta1"><style:table-properties table:display="true"/></style:style><office:body><office:spreadsheet><table:table table:name="Figures" table:style-name="ta1"><table:table-column table:number-columns-repeated="3"/><table:table-row><table:table-cell office:value-type="string"><text:p>Area</text:p></table:table-cell><table:table-cell office:value-type="string"><office:annotation><text:p>note</text:p></office:annotation><text:p>Asian<text:s text:c="2"/>&amp; other</text:p></table:table-cell><table:table-cell office:value-type="string"><text:p>White</text:p></table:table-cell></table:table-row><table:table-row table:number-rows-repeated="2"><table:table-cell office:value-type="string"><text:p>Ashby</text:p></table:table-cell><table:table-cell office:value-type="float" office:value="12.5" table:number-columns-repeated="2"><text:p>12.5</text:p></table:table-cell><table:table-cell table:number-columns-repeated="16380"/></table:table-row><table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"#;

const RELATIONS: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn part(name: &'static str, text: &str) -> Part {
    Part { name, bytes: text.replace("RELATIONS", RELATIONS).into_bytes() }
}

/// All of them; `root` is the folder of the project.
pub(crate) fn all(root: &Path) -> Vec<Seed> {
    let read = |name: &str| fs::read(root.join(name)).unwrap();
    let whole = |kind, bytes: Vec<u8>| Seed { kind, parts: vec![Part { name: "", bytes }] };
    let cats = |name: &str| read(&format!("crates/tables/tests/files/{name}"));
    let project = |name: &str| read(&format!("tests/golden/project/{name}"));
    vec![
        whole("csv", CSV.into()),
        whole("csv", project("data/statutory/homes/accepted.csv")),
        whole("geojson", GEOJSON.into()),
        whole("xls", cats("cats.xls")),
        whole("xlsx", cats("cats.xlsx")),
        whole("ods", cats("cats.ods")),
        whole("parquet", cats("cats-pyarrow.parquet")),
        whole("parquet", cats("cats-duckdb.parquet")),
        whole("toml", project("data/statutory/homes/source.toml")),
        whole("toml", project("indicators/housing.toml")),
        whole("toml", project("data/phases.toml")),
        Seed { kind: "gz", parts: vec![Part { name: "", bytes: CSV.into() }] },
        Seed { kind: "zip", parts: vec![part("a.csv", CSV), part("b/c.csv", "area,White\nAshby,1\n")] },
        Seed {
            kind: "ods",
            parts: vec![
                part("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
                part("META-INF/manifest.xml", "<manifest:manifest><manifest:file-entry/></manifest:manifest>"),
                part("content.xml", CONTENT),
            ],
        },
        Seed {
            kind: "xlsx",
            parts: vec![
                part("[Content_Types].xml", "<Types/>"),
                part(
                    "_rels/.rels",
                    r#"<Relationships><Relationship Id="r1" Type="RELATIONS/officeDocument" Target="xl/workbook.xml"/></Relationships>"#,
                ),
                part(
                    "xl/workbook.xml",
                    r#"<workbook xmlns:r="RELATIONS"><workbookPr date1904="false"/><sheets><sheet name="Figures" sheetId="1" state="hidden" r:id="r1"/></sheets><definedNames><definedName name="n">Figures!$A$1</definedName></definedNames></workbook>"#,
                ),
                part(
                    "xl/_rels/workbook.xml.rels",
                    r#"<Relationships><Relationship Id="r1" Type="RELATIONS/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
                ),
                part(
                    "xl/styles.xml",
                    r#"<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.0%"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs></styleSheet>"#,
                ),
                part(
                    "xl/sharedStrings.xml",
                    r#"<sst count="3" uniqueCount="3"><si><t>Area</t></si><si><r><t>As</t></r><r><t>ian</t></r></si><si><t xml:space="preserve"> White </t></si></sst>"#,
                ),
                part(
                    "xl/worksheets/sheet1.xml",
                    r#"<worksheet><dimension ref="A1:C3"/><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c><c r="C1" t="s"><v>2</v></c></row><row r="2"><c r="A2" t="inlineStr"><is><t>Ashby</t></is></c><c r="B2" s="2"><f>SUM(C2:C3)</f><v>0.125</v></c><c r="C2" s="1"><v>44377</v></c></row><row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3" t="e"><v>#DIV/0!</v></c><c r="C3" t="d"><v>2021-06-30</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells></worksheet>"#,
                ),
            ],
        },
    ]
}

/// The parts as the file of their kind, packed where it is.
pub(crate) fn packed(kind: &str, parts: &[Part]) -> Vec<u8> {
    match (kind, parts) {
        ("gz", [only]) => {
            let mut packer = GzEncoder::new(Vec::new(), Compression::fast());
            packer.write_all(&only.bytes).unwrap();
            packer.finish().unwrap()
        }
        (_, [only]) => only.bytes.clone(),
        (_, parts) => archive(parts),
    }
}

/// A zip archive of members that are stored as they are.
fn archive(parts: &[Part]) -> Vec<u8> {
    let (mut bytes, mut directory) = (Vec::new(), Vec::new());
    for Part { name, bytes: content } in parts {
        let mut sum = Crc::new();
        sum.update(content);
        let length = u32::try_from(content.len()).unwrap().to_le_bytes();
        let named = u16::try_from(name.len()).unwrap().to_le_bytes();
        // Method and time are 0; then checksum, length packed and unpacked, length of the name, and no further field.
        let fields = [[0_u8; 6].as_slice(), &sum.sum().to_le_bytes(), &length, &length, &named, &[0; 2]].concat();
        let start = u32::try_from(bytes.len()).unwrap().to_le_bytes();
        directory
            .extend([b"PK\x01\x02\x14\0\x14\0\0\0", fields.as_slice(), &[0; 10], &start, name.as_bytes()].concat());
        bytes.extend([b"PK\x03\x04\x14\0\0\0", fields.as_slice(), name.as_bytes(), content].concat());
    }
    let count = u16::try_from(parts.len()).unwrap().to_le_bytes();
    let [length, start] = [directory.len(), bytes.len()].map(|number| u32::try_from(number).unwrap().to_le_bytes());
    [bytes, directory, [b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &length, &start, &[0; 2]].concat()].concat()
}
