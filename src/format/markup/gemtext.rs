//! Gemtext, the pages of Gemini: Markdown with links on lines of their own.

use super::Rewritten;
use super::inline::link;
use crate::document::Date;

pub(super) fn rewrite(text: &str, out: &mut Rewritten) {
    let (mut in_code, mut has_date, mut words) = (false, false, 0);
    for line in text.lines() {
        let bare = line.trim();
        in_code ^= bare.starts_with("```");
        // Lines after the first are the program's that shows the page.
        let is_day = !has_date && words <= 2 && bare.len() <= 24 && Date::find(bare).is_some();
        words += usize::from(!bare.is_empty());
        if let Some(target) = bare.strip_prefix("=>").filter(|_| !in_code) {
            let target = target.trim();
            let (address, label) = target.split_once(char::is_whitespace).unwrap_or((target, target));
            out.line(&format!("- {}", link(label, address)));
        } else if is_day && !in_code && !bare.starts_with('#') {
            has_date = true;
            out.field("date", bare);
            out.blank();
        } else {
            out.line(line);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_stand_on_lines_of_their_own() {
        let mut out = Rewritten::default();
        rewrite(
            "# On tin\n\n2021-03-05\n\nSoft.\n=> gemini://a.example/ Back\n=> b.gmi\n```\n=> c\n```\n",
            &mut out,
        );
        assert_eq!(out.front, "date: \"2021-03-05\"\n");
        assert_eq!(
            out.body,
            "# On tin\n\n\n\nSoft.\n- [Back](<gemini://a.example/>)\n- [b.gmi](<b.gmi>)\n```\n=> c\n```\n"
        );
    }
}
