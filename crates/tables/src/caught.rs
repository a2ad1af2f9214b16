//! Readers that panic where a damaged file contradicts itself.

use std::cell::Cell;
use std::panic::{self, AssertUnwindSafe};
use std::sync::Once;

thread_local! {
    /// Whether a panic on this thread is expected and will be reported as a fault of the file.
    static EXPECTED: Cell<bool> = const { Cell::new(false) };
}

/// Calls a reader that others wrote and that may panic on a damaged file, as those of xls and of Parquet files do.
/// `None` when it did; nothing is printed then.
pub(crate) fn caught<T>(read: impl FnOnce() -> T) -> Option<T> {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = panic::take_hook();
        panic::set_hook(Box::new(move |panic| {
            if !EXPECTED.get() {
                usual(panic);
            }
        }));
    });
    let outer = EXPECTED.replace(true);
    // What the reader leaves behind half done is dropped with it.
    let result = panic::catch_unwind(AssertUnwindSafe(read));
    EXPECTED.set(outer);
    result.ok()
}

#[cfg(test)]
mod tests {
    use super::caught;

    #[test]
    fn a_reader_that_panics_is_caught() {
        assert_eq!(caught(|| 1), Some(1));
        assert_eq!(caught::<()>(|| panic!("a reader gave up")), None);
    }
}
