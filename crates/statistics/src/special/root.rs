//! Newton's method that cannot leave its bracket.

/// A Newton step this small leaves an error of its square, far below double precision.
const LAST_STEP: f64 = 1e-9;
const NARROWEST_BRACKET: f64 = 1e-15;
const MOST_STEPS: usize = 200;

/// The root of an increasing function that returns its value and its slope.
///
/// The variable should be on a logarithmic scale, because the tolerance is absolute. A step that
/// would leave the bracket, or that is not a number because the function overflowed, is replaced by
/// a bisection.
pub(crate) fn solve_increasing(mut function: impl FnMut(f64) -> (f64, f64), start: f64, bracket: (f64, f64)) -> f64 {
    let (mut lower, mut upper) = bracket;
    let mut position = start.clamp(lower, upper);
    for _ in 0..MOST_STEPS {
        let (value, slope) = function(position);
        if value == 0.0 {
            return position;
        }
        if value < 0.0 {
            lower = position;
        } else {
            upper = position;
        }
        let newton = position - value / slope;
        if newton > lower && newton < upper {
            if (newton - position).abs() <= LAST_STEP {
                return newton;
            }
            position = newton;
            continue;
        }
        // A step shorter than the spacing of doubles lands on the bracket itself.
        if (newton - position).abs() <= NARROWEST_BRACKET || upper - lower <= NARROWEST_BRACKET {
            return position;
        }
        position = f64::midpoint(lower, upper);
    }
    position
}

#[cfg(test)]
mod tests {
    use super::solve_increasing;

    #[test]
    fn finds_a_root_from_a_poor_start() {
        let root = solve_increasing(|x| (x.exp() - 5.0, x.exp()), -30.0, (-40.0, 40.0));
        assert!((root - 5.0_f64.ln()).abs() < 1e-14);
    }

    #[test]
    fn bisects_where_the_function_overflows() {
        let limited = |x: f64| {
            if x > 100.0 { (f64::INFINITY, f64::INFINITY) } else { (x - 1.0, 1.0) }
        };
        let root = solve_increasing(limited, 900.0, (0.0, 1000.0));
        assert!((root - 1.0).abs() < 1e-12);
    }
}
