//! p-values adjusted for how many there are.

use statistics::multiplicity;

use super::input::{Input, Must, Row};
use super::output::{Columns, Refusal};
use super::{Quantity, Work};

/// The p-values of a case adjusted together.
pub(super) const ADJUSTED_P: Quantity = Quantity {
    name: "adjusted-p",
    about: "p-values adjusted for their number",
    inputs: &[Input::new("p", Must::Probability, "a p-value")],
    work: Work::Lines(compute),
};

fn compute(rows: &[Row]) -> Result<Vec<Columns>, Refusal> {
    let p_values = rows.iter().map(|row| row.number("p"));
    let p_values: Vec<f64> = p_values.collect::<Result<_, _>>()?;
    let mut lines = vec![Columns::new(); rows.len()];
    for (name, adjusted) in [
        ("bonferroni", multiplicity::bonferroni(&p_values)?),
        ("holm", multiplicity::holm(&p_values)?),
        ("hochberg", multiplicity::hochberg(&p_values)?),
        ("bh", multiplicity::benjamini_hochberg(&p_values)?),
        ("by", multiplicity::benjamini_yekutieli(&p_values)?),
    ] {
        let with = lines.into_iter().zip(adjusted);
        lines = with.map(|(line, p)| line.with(name, p)).collect();
    }
    Ok(lines)
}
