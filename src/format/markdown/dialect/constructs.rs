//! The constructs of site generators: what they are called, what a reader sees of them, where they end.

use super::{INLINE_BYTES_MAX, PART};

/// The name of a block tag that fills its line, and what else is in it: `{% quote Ada %}`,
/// `{{< highlight go >}}`.
pub(super) fn block_of(line: &str) -> Option<(&str, &str)> {
    let inside = if line.starts_with("{%") {
        line.strip_prefix("{%")?.strip_suffix("%}")?.trim_matches(['-', ' '])
    } else {
        let inside = line.strip_prefix("{{<").and_then(|rest| rest.strip_suffix(">}}"));
        inside.or_else(|| line.strip_prefix("{{%")?.strip_suffix("%}}"))?.trim()
    };
    let name_bytes = inside.find([' ', '(']).unwrap_or(inside.len());
    let (name, rest) = inside.split_at(name_bytes);
    // `quote(author="Ada")`
    let rest = rest.trim().trim_start_matches('(').trim_end_matches(')');
    let rest = rest.split_once("=\"").map_or(rest, |(_, value)| value.trim_end_matches('"'));
    Some((name, rest))
}

/// What a reader sees of the settings of a construct: captions and titles, but not those of players.
pub(super) fn shown_settings(construct: &str) -> String {
    const PLAYERS: [&str; 8] = ["youtube", "vimeo", "video", "audio", "iframe", "gist", "tweet", "x "];
    let name = construct.trim_start_matches(['{', '<', '%', ' ']);
    let is_player = PLAYERS
        .iter()
        .any(|player| name.get(..player.len()).is_some_and(|head| head.eq_ignore_ascii_case(player)));
    let mut shown = String::new();
    for key in ["title", "caption", "summary"].iter().skip(usize::from(is_player)) {
        let Some(value) = setting(construct, key) else { continue };
        if !shown.is_empty() {
            shown.push_str(PART);
        }
        shown.push_str(value);
    }
    shown
}

/// The value of `key="value"`.
fn setting<'c>(construct: &'c str, key: &str) -> Option<&'c str> {
    let at = construct.match_indices(key).map(|(at, _)| at).find(|at| {
        construct[..*at].ends_with(char::is_whitespace) && construct[at + key.len()..].starts_with('=')
    })?;
    let value = &construct[at + key.len() + 1..];
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    let value = value[1..].split(quote).next()?.trim();
    (value.contains(char::is_alphabetic) && !value.contains(['{', '<'])).then_some(value)
}

/// Says whether the first words of a text bring in a component from a module.
pub(super) fn begins_with_import(body: &str) -> bool {
    let body = body.trim_start();
    let Some(statement) = body.strip_prefix("import ") else { return false };
    let statement = &statement[..statement.floor_char_boundary(400)];
    let statement = statement.split([';', '\'', '"']).next().unwrap_or_default();
    statement.trim_end().ends_with(" from")
}

pub(super) fn is_module_line(line: &str) -> bool {
    let is_import =
        line.starts_with("import ") && (line.contains(" from ") || line.contains(['"', '\'', '{']));
    is_import
        || line.starts_with("export const ")
        || line.starts_with("export default ")
        || line.starts_with("export {")
}

/// Where the statement at `at` ends: at a blank line, or after the line that closes its braces.
pub(super) fn module_end(body: &str, at: usize) -> usize {
    let mut end = at;
    let mut depth = 0_i64;
    for line in body[at..].split_inclusive('\n') {
        if line.trim().is_empty() {
            break;
        }
        end += line.len();
        let count = |of: [u8; 3]| line.bytes().filter(|b| of.contains(b)).count() as i64;
        depth += count(*b"{[(") - count(*b"}])");
        if depth <= 0 && !line.trim_end().ends_with(" from") {
            break;
        }
    }
    end
}

/// The bytes of `{...}` with its inner braces.
pub(super) fn balanced(text: &str) -> Option<usize> {
    let mut depth = 0_usize;
    for (at, b) in text.bytes().enumerate() {
        match b {
            b'{' => depth += 1,
            b'}' => {
                depth -= 1;
                if depth == 0 {
                    return Some(at + 1);
                }
            }
            _ => {}
        }
    }
    None
}

/// The bytes of the tag of a component: `<Card title={..}>`, `</Card>`, `<>`. HTML's own tags are
/// left to the parser of Markdown. `Some(None)` for a component that never ends.
pub(super) fn component(text: &str) -> Option<Option<usize>> {
    let name = text[1..].trim_start_matches('/');
    let head = &text[..text.floor_char_boundary(INLINE_BYTES_MAX)];
    let has_code = || head[..head.find('>').unwrap_or(0)].contains("={");
    match name.bytes().next()? {
        b'A'..=b'Z' | b'>' => {}
        b'a'..=b'z' if has_code() => {}
        _ => return None,
    }
    let (mut depth, mut quote) = (0_usize, None);
    for (at, b) in text.bytes().enumerate().skip(1) {
        match (quote, b) {
            (Some(open), _) if open == b => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if depth == 0 => quote = Some(b),
            (None, b'{') => depth += 1,
            (None, b'}') => depth = depth.saturating_sub(1),
            (None, b'>') if depth == 0 => return Some(Some(at + 1)),
            (None, b'<') if depth == 0 => return None,
            _ => {}
        }
    }
    Some(None)
}

/// The label of a turn that a component or a shortcode stands for: `<Speaker name="Ada" time="0:05">`,
/// `{{< speaker "Ada" >}}` has none that is told from others.
pub(super) fn speaking(construct: &str, is_alone: bool) -> Option<String> {
    const TAGS: [&str; 7] = ["speaker", "turn", "says", "speech", "utterance", "voice", "dialogue"];
    const BYTES_MAX: usize = 80;
    let inside = construct.trim_start_matches(['<', '{', '%', ' ']).trim_end_matches(['>', '}', '%', ' ']);
    let tag = inside.split([' ', '\n', '\t']).next()?;
    if inside.ends_with('/') || !TAGS.iter().any(|known| known.eq_ignore_ascii_case(tag)) {
        return None;
    }
    let attribute = |names: &[&str]| {
        names.iter().find_map(|name| {
            let at = [" ", "\n"].iter().find_map(|before| inside.find(&format!("{before}{name}=")))?;
            let value = &inside[at + name.len() + 2..];
            let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
            let (value, _) = value[1..].split_once(quote)?;
            Some(value.trim()).filter(|value| !value.is_empty() && value.len() <= BYTES_MAX)
        })
    };
    let name = attribute(&["name", "speaker", "who", "by"])?;
    let time = attribute(&["time", "start", "timestamp", "at"]).filter(|time| time.contains(':'));
    Some(match (time, is_alone) {
        (Some(time), true) => format!("**{name}** ({time})"),
        (Some(time), false) => format!("**{name}** ({time}): "),
        (None, true) => format!("**{name}:**"),
        (None, false) => format!("**{name}:** "),
    })
}
