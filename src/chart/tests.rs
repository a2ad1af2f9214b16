use statistics::Interval;

use super::*;

fn ratio(value: f64, lower: f64, upper: f64, mark: Mark) -> Ratio {
    Ratio {
        value,
        interval: Some(Interval { lower, upper }),
        text: format!("{value:.2}"),
        interval_text: Some(format!("{lower:.2} to {upper:.2}")),
        mark,
    }
}

fn chart(name: &str, form: Form) -> Chart {
    Chart {
        name: name.to_owned(),
        title: "Black residents of Croydon were accepted as homeless 4.3 times as often as White residents".to_owned(),
        subtitle: "Households accepted as homeless per 1,000 residents, ratio to White residents, Croydon, 2017/18"
            .to_owned(),
        credit: "Source: Ministry of Housing, Communities and Local Government, P1E. Open Government Licence v3.0."
            .to_owned(),
        description: "A chart.".to_owned(),
        form,
    }
}

fn row(label: &str, is_emphasised: bool, ratio: std::result::Result<Ratio, String>) -> Row {
    Row { label: label.to_owned(), is_emphasised, ratio }
}

fn forest() -> Form {
    let ends = ["better".to_owned(), "worse".to_owned()];
    let rows = vec![
        row("Asian", false, Ok(ratio(1.2, 0.9, 1.6, Mark::Unclear))),
        row("Black", false, Ok(ratio(4.33, 3.6, 5.1, Mark::Worse))),
        row("Mixed", false, Ok(ratio(1.9, 1.2, 40.0, Mark::Qualified))),
        row("Other", false, Err("hidden by the publisher: too few".to_owned())),
        row("BAME", true, Ok(ratio(2.78, 2.32, 3.31, Mark::Worse))),
    ];
    let panel = |title: &str| Panel { title: title.to_owned(), ends: ends.clone(), rows: rows.clone() };
    Form::Forest(Forest {
        axis: "Ratio to White residents, on a logarithmic scale; 1 is equal".to_owned(),
        panels: vec![
            panel("Accepted as homeless"),
            panel("Stop and search, the Metropolitan Police area, with a title that is too long for one line"),
        ],
    })
}

fn trend() -> Form {
    let history = |title: &str, factor: f64| History {
        title: title.to_owned(),
        moments: [(2012.75, "2012/13"), (2014.75, "2014/15"), (2016.75, "2016/17"), (2017.75, "2017/18")]
            .into_iter()
            .zip([2.0, 2.4, 4.3, 2.8])
            .map(|((time, label), value)| Moment {
                is_joined: true,
                time,
                label: label.to_owned(),
                ratio: ratio(value * factor, value * factor * 0.8, value * factor * 1.3, Mark::Worse),
            })
            .collect(),
    };
    let panels = vec![
        history("Croydon", 1.0),
        history("Kingston upon Thames", 0.8),
        history("Redbridge", 1.4),
        history("Sutton", 0.3),
    ];
    Form::Trend(Trend { axis: "Ratio to White residents; 1 is equal".to_owned(), panels })
}

fn all() -> Vec<Chart> {
    let funnel = Funnel {
        axis: "Ratio; 1 is equal".to_owned(),
        precision: "Precision: one over the standard error of the logarithm".to_owned(),
        average: 2.0,
        limits: (1..30)
            .map(|step| {
                let precision = f64::from(step);
                let limits =
                    |z: f64| Interval { lower: 2.0 * (-z / precision).exp(), upper: 2.0 * (z / precision).exp() };
                (precision, limits(1.96), limits(3.09))
            })
            .collect(),
        points: (0..33)
            .map(|place| FunnelPoint {
                label: format!("Borough {place}"),
                precision: 3.0 + 0.7 * f64::from(place),
                ratio: 2.0 * (0.3 * f64::from(place % 7 - 3)).exp(),
                is_named: place % 4 == 0,
                is_emphasised: place % 8 == 0,
            })
            .collect(),
    };
    let marks = [Mark::Worse, Mark::Better, Mark::Different, Mark::Qualified, Mark::Unclear, Mark::Incomparable];
    let map = TileMap {
        tiles: (0..33)
            .zip(marks.into_iter().cycle())
            .map(|(place, mark)| Tile {
                place: (place % 7, place / 7),
                name: "CRO".to_owned(),
                text: if mark == Mark::Incomparable { "–".to_owned() } else { "2.78".to_owned() },
                mark,
                is_emphasised: place % 9 == 0,
            })
            .collect(),
        legend: marks.map(|mark| (mark, "what it means".to_owned())).to_vec(),
    };
    let indicators =
        ["Criminal justice", "Education", "Employment", "Housing", "Health", "Civic participation", "Volunteering"];
    let matrix = Matrix {
        columns: indicators.map(str::to_owned).to_vec(),
        rows: ["Barking and Dagenham", "Croydon", "Kensington and Chelsea"]
            .map(|label| MatrixRow {
                label: label.to_owned(),
                is_emphasised: label == "Croydon",
                cells: (0..7)
                    .map(|place| MatrixCell {
                        symbol: if place % 3 == 0 { "■" } else { "W" }.to_owned(),
                        is_filled: place % 3 == 0,
                    })
                    .collect(),
            })
            .to_vec(),
        legend: vec![("■".to_owned(), "the borough has a figure of its own".to_owned())],
    };
    vec![
        chart("forest", forest()),
        chart("trend", trend()),
        chart("funnel", Form::Funnel(funnel)),
        chart("map", Form::TileMap(map)),
        chart("matrix", Form::Matrix(matrix)),
    ]
}

/// The numbers of an attribute.
fn numbers(svg: &str, attribute: &str) -> Vec<f64> {
    let start = format!(" {attribute}=\"");
    svg.split(&start).skip(1).filter_map(|rest| rest.split('"').next()?.parse().ok()).collect()
}

#[test]
fn every_form_draws_on_both_widths_with_text_that_can_be_read() {
    for chart in all() {
        let Drawing { wide, narrow } = draw(&chart).unwrap();
        for (svg, across) in [(&wide, 720.0), (&narrow, 296.0)] {
            let sizes = numbers(svg, "font-size");
            assert!(!sizes.is_empty() && sizes.iter().all(|size| *size >= 13.99), "{}: {sizes:?}", chart.name);
            assert!(numbers(svg, "x").iter().all(|x| (0.0..=across).contains(x)), "{}", chart.name);
            assert!(svg.contains("role=\"img\"") && svg.contains("<title") && svg.contains("<desc"), "{}", chart.name);
        }
        let folder = std::env::var_os("SCORECARD_CHARTS").map(std::path::PathBuf::from);
        if let Some(folder) = folder {
            for (svg, name) in [(&wide, "wide"), (&narrow, "narrow")] {
                std::fs::write(
                    folder.join(format!("{}-{name}.png", chart.name)),
                    picture(svg, Scale::Times(1.5)).unwrap(),
                )
                .unwrap();
            }
        }
    }
}

#[test]
fn text_stays_on_the_sheet() {
    for chart in all() {
        let Drawing { wide, narrow } = draw(&chart).unwrap();
        for (svg, across) in [(&wide, 720), (&narrow, 296)] {
            for text in svg.split("<text").skip(1) {
                let text = &text[..text.find("</text>").unwrap()];
                let number = |name: &str| numbers(text, name)[0];
                let words = text.split('>').nth(1).unwrap().trim();
                #[expect(clippy::cast_possible_truncation, reason = "pixels of a test")]
                let width = lettering::width(words, number("font-size").round() as i32, text.contains("bold"));
                let x = axis::pixel(number("x"));
                let left = match text.split("text-anchor=\"").nth(1).unwrap().split('"').next().unwrap() {
                    "start" => x,
                    "middle" => x - width / 2,
                    _ => x - width,
                };
                assert!(left >= -1 && left + width <= across + 1, "{}: `{words}` from {left} over {width}", chart.name);
            }
        }
    }
}

#[test]
fn a_picture_has_the_size_that_was_asked_for() {
    let chart = chart("forest", forest());
    let svg = draw(&chart).unwrap().wide;
    let size = |png: &[u8]| [16, 20].map(|at| u32::from_be_bytes(png[at..at + 4].try_into().unwrap()));
    assert_eq!(size(&picture(&svg, Scale::Times(2.0)).unwrap())[0], 1440);
    assert_eq!(size(&picture(&svg, Scale::Within(1920, 1080)).unwrap()), [1920, 1080]);
}
