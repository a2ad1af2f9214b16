//! Any text: a finite number with a digit in its text, or none.
#![no_main]

use libfuzzer_sys::fuzz_target;
use tables::number;

fuzz_target!(|text: &str| {
    if let Ok(number) = number::parse(text) {
        assert!(number.value.is_finite() && text.contains(|letter: char| letter.is_ascii_digit()));
    }
});
