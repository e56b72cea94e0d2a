//! Paths inside the archive as text: the same on every machine, and back again.

use std::path::{Component, Path, PathBuf};

/// Stands before two hexadecimal digits for a byte that is not text.
const ESCAPE: char = '\u{FFFD}';

/// The path as text with `/` between its parts. A byte that is not part of valid UTF-8 is written
/// as U+FFFD and two hexadecimal digits, so that different names stay different.
pub fn encode_path(path: &Path) -> String {
    let mut out = String::new();
    for component in path.components() {
        let Component::Normal(name) = component else { continue };
        if !out.is_empty() {
            out.push('/');
        }
        for chunk in name.as_encoded_bytes().utf8_chunks() {
            for (number, valid) in chunk.valid().split(ESCAPE).enumerate() {
                if number > 0 {
                    // The sign itself, so that none in a name is taken for an escape.
                    out.push_str("\u{FFFD}EF\u{FFFD}BF\u{FFFD}BD");
                }
                out.push_str(valid);
            }
            for byte in chunk.invalid() {
                out.push_str(&format!("{ESCAPE}{byte:02X}"));
            }
        }
    }
    out
}

/// The path that [`encode_path`] made this text from.
#[cfg(unix)]
pub fn decode_path(text: &str) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;

    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(ESCAPE) {
        bytes.extend_from_slice(before.as_bytes());
        rest = match after.get(..2).and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                &after[2..]
            }
            None => {
                bytes.extend_from_slice(ESCAPE.encode_utf8(&mut [0; 4]).as_bytes());
                after
            }
        };
    }
    bytes.extend_from_slice(rest.as_bytes());
    PathBuf::from(std::ffi::OsString::from_vec(bytes))
}

/// The path that [`encode_path`] made this text from, as far as this platform can hold it.
#[cfg(not(unix))]
pub fn decode_path(text: &str) -> PathBuf {
    PathBuf::from(text)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt;

    #[test]
    fn paths_come_back() {
        for bytes in [&b"a/b c.md"[..], b"caf\xE9/x.srt", "é/ü.txt".as_bytes(), "a\u{FFFD}41.md".as_bytes()]
        {
            let path = Path::new(OsStr::from_bytes(bytes));
            assert_eq!(decode_path(&encode_path(path)), path);
        }
        assert_eq!(encode_path(Path::new("./a/../b")), "a/b");
    }
}
