//! What scripts ask for: right-to-left text, which a page holds as it looks from the left on, becomes what
//! is read, and shapes that only printing knows become the letters they are of.

use std::sync::LazyLock;

use unicode_bidi::{BidiClass, BidiInfo, Level, bidi_class};
use unicode_normalization::UnicodeNormalization;

use super::lines::Line;

/// Says that text has letters that run from the right.
pub(in super::super) fn has_right_to_left(text: &str) -> bool {
    let is_right_to_left = |c| c >= '\u{590}' && matches!(bidi_class(c), BidiClass::R | BidiClass::AL);
    !text.is_ascii() && text.chars().any(is_right_to_left)
}

/// Puts lines that hold right-to-left text in the order in which they are read. Where most of a file runs
/// from the right, its lines begin there: their places are counted from the right on.
pub(super) fn read_in_order(pages: &mut [Vec<Line>]) {
    if !pages.iter().flatten().any(|line| has_right_to_left(&line.text)) {
        return;
    }
    let (mut left, mut right) = (0_usize, 0_usize);
    for line in pages.iter().flatten() {
        for c in line.text.chars() {
            match bidi_class(c) {
                BidiClass::L => left += 1,
                BidiClass::R | BidiClass::AL => right += 1,
                _ => {}
            }
        }
    }
    let is_reversed = right > left;
    let are_mirrored = {
        let lines = || pages.iter().flatten().filter(|line| line.text.contains(['(', ')']));
        let wrong = |mirrors| lines().map(|line| unopened(&read(line, is_reversed, mirrors))).sum::<usize>();
        wrong(true) < wrong(false)
    };
    for line in pages.iter_mut().flatten() {
        line.text = read(line, is_reversed, are_mirrored);
        if is_reversed {
            (line.left, line.right) = (-line.right, -line.left);
        }
    }
}

/// The text of a line as it is read. What opens right-to-left text looks as what closes left-to-right text;
/// `mirrors` says that brackets are those that are seen, not those that are meant.
fn read(line: &Line, is_reversed: bool, mirrors: bool) -> String {
    if !has_right_to_left(&line.text) {
        return line.text.clone();
    }
    let has_others = line.text.chars().any(|c| bidi_class(c) == BidiClass::L);
    let base = if is_reversed || !has_others { Level::rtl() } else { Level::ltr() };
    // Turning round again what has been turned round gives what was there before (UAX #9, L2).
    let info = BidiInfo::new(&line.text, Some(base));
    let Some(whole) = info.paragraphs.first() else { return line.text.clone() };
    let (levels, runs) = info.visual_runs(whole, whole.range.clone());
    let mut read = String::with_capacity(line.text.len());
    for run in runs {
        let text = line.text.get(run.clone()).unwrap_or_default();
        match levels.get(run.start).is_some_and(Level::is_rtl) {
            true if mirrors => read.extend(text.chars().rev().map(mirrored)),
            true => read.extend(text.chars().rev()),
            false => read.push_str(text),
        }
    }
    read
}

/// How many brackets close that were not opened.
fn unopened(text: &str) -> usize {
    let mut open = 0_usize;
    let mut unopened = 0;
    for c in text.chars() {
        match c {
            '(' => open += 1,
            ')' if open == 0 => unopened += 1,
            ')' => open -= 1,
            _ => {}
        }
    }
    unopened
}

fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '{' => '}',
        '}' => '{',
        '\u{AB}' => '\u{BB}',
        '\u{BB}' => '\u{AB}',
        _ => c,
    }
}

/// Ideographs for the radicals of the supplement, from [`RADICALS_FIRST`] on (Unicode's property
/// `Equivalent_Unified_Ideograph`): fonts have one glyph for both, and their maps to Unicode may name the radical.
/// Those of Kangxi decompose to them.
const RADICALS: &str = "⺀厂乛乚乙亻冂𠘨刀刂卜㔾小小兀尣尢𡯂巳幺彑𫜹忄心扌攵⺚旡日月歺母民氵氺灬爫爫丬牛犭王𤴔目示礻𥫗糹纟罓\
                        罒㓁冗𦉫羊𦍌𦍋耂肀聿肉𦥑艹艹艹虎衤覀西见角𧢲讠贝𧾷车辶辶辶邑钅長镸长门𨸏阝雨青韦页风飞食𩙿飠饣𩠐马骨\
                        鬼鱼鸟卤麦黄黾斉齐歯齿竜龙龜亀龟";
const RADICALS_FIRST: char = '\u{2E80}';

/// Makes letters of their shapes: of Arabic at the end of a word, of Han as a radical.
pub(super) fn without_shapes(text: &mut String) {
    let is_shape = |c: char| matches!(c, '\u{2F00}'..='\u{2FDF}' | '\u{FB1D}'..='\u{FD3D}' | '\u{FD50}'..='\u{FDF9}' | '\u{FE70}'..='\u{FEFC}');
    if !text.is_ascii() && text.contains(|c| is_shape(c) || radical(c).is_some()) {
        let other = |c: char| (!is_shape(c)).then(|| radical(c).unwrap_or(c));
        let letters = |c: char| is_shape(c).then_some(c).into_iter().nfkc().chain(other(c));
        *text = text.chars().flat_map(letters).collect();
    }
}

/// The ideograph that a radical of the supplement stands for.
fn radical(c: char) -> Option<char> {
    static OF: LazyLock<Vec<char>> = LazyLock::new(|| RADICALS.chars().collect());
    let place = (c as u32).checked_sub(RADICALS_FIRST as u32)?;
    OF.get(usize::try_from(place).ok()?).copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(seen: &[&str], read: &[&str]) {
        let line =
            |text: &&str| Line { text: (*text).to_owned(), left: 10.0, right: 90.0, ..Line::default() };
        let mut pages = vec![seen.iter().map(line).collect()];
        read_in_order(&mut pages);
        let lines: Vec<_> = pages.iter().flatten().map(|line| line.text.as_str()).collect();
        assert_eq!(lines, read);
    }

    #[test]
    fn what_runs_from_the_right_is_put_in_order() {
        check(&["קיתע רהנה", ".םירפסמ 12 בתכו"], &["הנהר עתיק", "וכתב 12 מספרים."]);
        check(
            &["רהנה the old mill תא", "קיתע רהנה קיתע רהנה"],
            &["את the old mill הנהר", "הנהר עתיק הנהר עתיק"],
        );
        check(&["(1811) קוחרה"], &["הרחוק (1811)"]);
        check(&[")1811( קוחרה"], &["הרחוק (1811)"]);
        check(&["رهنلا"], &["النهر"]);
    }

    #[test]
    fn words_from_the_right_in_a_text_from_the_left_stay_in_their_place() {
        check(&["The word רהנ means a river.", "And so on."], &["The word נהר means a river.", "And so on."]);
        check(&["No word of it (at all)."], &["No word of it (at all)."]);
    }

    #[test]
    fn shapes_become_letters() {
        let check = |shapes: &str, letters: &str| {
            let mut text = shapes.to_owned();
            without_shapes(&mut text);
            assert_eq!(text, letters);
        };
        check("\u{2F54}\u{91CC}", "\u{6C34}\u{91CC}");
        check(
            "\u{5356}\u{2EE5}\u{2E80}\u{2EF3}\u{2EF4}\u{2E7F}",
            "\u{5356}\u{9C7C}\u{2E80}\u{9F9F}\u{2EF4}\u{2E7F}",
        );
        check("\u{FEDF}\u{FE8E}", "\u{644}\u{627}");
        check("\u{BD} \u{FF21} x\u{B2}", "\u{BD} \u{FF21} x\u{B2}");
    }
}
