//! Links that a terminal opens (OSC 8), to a line of a file.

use std::ffi::OsStr;
use std::path::Path;
use std::str::FromStr;

/// Formats by name, as ripgrep names them.
const ALIASES: [(&str, &str); 11] = [
    ("cursor", "cursor://file{path}:{line}:{column}"),
    ("default", "file://{host}{path}"),
    ("file", "file://{host}{path}"),
    ("grep+", "grep+://{path}:{line}"),
    ("kitty", "file://{host}{path}#{line}"),
    ("macvim", "mvim://open?url=file://{path}&line={line}&column={column}"),
    ("none", ""),
    ("textmate", "txmt://open?url=file://{path}&line={line}&column={column}"),
    ("vscode", "vscode://file{path}:{line}:{column}"),
    ("vscode-insiders", "vscode-insiders://file{path}:{line}:{column}"),
    ("vscodium", "vscodium://file{path}:{line}:{column}"),
];

/// What a link to a line of a file looks like: `{path}`, `{line}`, `{column}`, `{host}`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct HyperlinkFormat(String);

impl FromStr for HyperlinkFormat {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some((_, format)) = ALIASES.iter().find(|(name, _)| *name == text) {
            return Ok(Self((*format).to_owned()));
        }
        if !text.contains("://") {
            let names: Vec<_> = ALIASES.iter().map(|(name, _)| *name).collect();
            return Err(format!("neither an address with `{{path}}` nor one of {}", names.join(", ")));
        }
        let mut rest = text;
        while let Some((_, after)) = rest.split_once('{') {
            let name = after.split_once('}').map(|(name, _)| name);
            match name {
                Some("path" | "line" | "column" | "host") => rest = after,
                Some(name) => {
                    return Err(format!(
                        "no `{{{name}}}`; there are {{path}}, {{line}}, {{column}}, {{host}}"
                    ));
                }
                None => return Err("a `{` without its `}`".to_owned()),
            }
        }
        if !text.contains("{path}") {
            return Err("no `{path}` in it".to_owned());
        }
        Ok(Self(text.to_owned()))
    }
}

impl HyperlinkFormat {
    /// The address of a line; nothing where links are not wanted.
    pub(crate) fn address(&self, file: &Path, line: Option<u32>) -> Option<String> {
        if self.0.is_empty() {
            return None;
        }
        let line = line.unwrap_or(1).to_string();
        let address = self.0.replace("{host}", "").replace("{line}", &line).replace("{column}", "1");
        Some(address.replace("{path}", &percent_encode(file.as_os_str())))
    }
}

/// Everything but the plainest characters of a path as `%XX`: nothing in it can end the link.
fn percent_encode(path: &OsStr) -> String {
    let mut out = String::new();
    for byte in path.as_encoded_bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'/' | b'-' | b'.' | b'_' | b'~' | b':' => {
                out.push(*byte as char);
            }
            b'\\' if cfg!(windows) => out.push('/'),
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    if !out.starts_with('/') {
        out.insert(0, '/');
    }
    out
}

/// `text`, which is safe already, as a link to `address`.
pub(super) fn link(address: &str, text: &str) -> String {
    format!("\u{1b}]8;;{address}\u{1b}\\{text}\u{1b}]8;;\u{1b}\\")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_lead_to_a_line() {
        let check = |format: &str, expected: &str| {
            let format: HyperlinkFormat = format.parse().unwrap();
            let address = format.address(Path::new("/a b/ü\u{1b}.md"), Some(7));
            assert_eq!(address.unwrap_or_default(), expected);
        };
        check("default", "file:///a%20b/%C3%BC%1B.md");
        check("vscode", "vscode://file/a%20b/%C3%BC%1B.md:7:1");
        check("x://{path}?{line}", "x:///a%20b/%C3%BC%1B.md?7");
        check("none", "");
        let refused = |format: &str| format.parse::<HyperlinkFormat>().unwrap_err();
        assert!(refused("vscoed").contains("vscode"));
        assert!(refused("x://{file}").contains("{path}"));
    }
}
