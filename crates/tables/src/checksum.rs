//! SHA-256 in hexadecimal.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

/// A file of which no checksum can be taken, and what the system says.
#[derive(Debug)]
pub struct Unreadable<'p> {
    /// The file.
    pub path: &'p Path,
    /// What the system says.
    pub error: io::Error,
}

/// The checksum of some bytes.
pub fn of_bytes(bytes: &[u8]) -> String {
    hexadecimal(&Sha256::digest(bytes))
}

/// The checksum of some files, one after another.
pub fn of_files(files: &[PathBuf]) -> Result<String, Unreadable<'_>> {
    let mut digest = Feed(Sha256::new());
    for path in files {
        let refused = |error| Unreadable { path, error };
        let mut file = File::open(path).map_err(refused)?;
        io::copy(&mut file, &mut digest).map_err(refused)?;
    }
    Ok(hexadecimal(&digest.0.finalize()))
}

struct Feed(Sha256);

impl Write for Feed {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

fn hexadecimal(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |text, byte| text + &format!("{byte:02x}"))
}
