//! A drawing as a PNG picture, with the embedded font.

use std::sync::{Arc, LazyLock};

use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};

use crate::error::{Error, Result};

/// How large a picture is.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Scale {
    /// So many times the size of the drawing.
    Times(f32),
    /// As large as fits a sheet of so many pixels across and down, on white.
    Within(u32, u32),
}

/// The fonts of the project, and none of the machine's.
static FONTS: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut fonts = fontdb::Database::new();
    fonts.load_font_data(dejavu::sans::regular().to_vec());
    fonts.load_font_data(dejavu::sans::bold().to_vec());
    fonts.set_sans_serif_family(FAMILY);
    Arc::new(fonts)
});

const FAMILY: &str = "DejaVu Sans";

/// The picture of a drawing.
pub fn picture(svg: &str, scale: Scale) -> Result<Vec<u8>> {
    let fail = |reason: String| Error::Drawing { what: "a picture".to_owned(), reason };
    let options = Options { fontdb: Arc::clone(&FONTS), font_family: FAMILY.to_owned(), ..Options::default() };
    let tree = Tree::from_str(svg, &options).map_err(|error| fail(error.to_string()))?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let (factor, size, offset) = match scale {
        Scale::Times(factor) => (factor, (pixels(width * factor), pixels(height * factor)), (0.0, 0.0)),
        Scale::Within(across, down) => {
            let factor = (across as f32 / width).min(down as f32 / height);
            let offset = ((across as f32 - width * factor) / 2.0, (down as f32 - height * factor) / 2.0);
            (factor, (across, down), offset)
        }
    };
    let mut sheet = Pixmap::new(size.0, size.1).ok_or_else(|| fail(format!("{} by {} pixels", size.0, size.1)))?;
    sheet.fill(resvg::tiny_skia::Color::WHITE);
    let place = Transform::from_scale(factor, factor).post_translate(offset.0, offset.1);
    resvg::render(&tree, place, &mut sheet.as_mut());
    sheet.encode_png().map_err(|error| fail(error.to_string()))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "sizes of drawings are small and positive")]
fn pixels(length: f32) -> u32 {
    length.ceil() as u32
}
