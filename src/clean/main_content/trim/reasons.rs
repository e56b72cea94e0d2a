//! Why a block is not part of the text, by where it stands.

use super::super::measure::{ends_sentence, link_share};
use super::super::{author, phrases};
use super::lines::{is_address, is_of_the_house, is_signature};
use super::{Look, Trim, is_dateline, is_name, reads_on};
use crate::clean::asks;
use crate::document::{BlockKind, Date};

impl Trim<'_> {
    /// Why a block before the first paragraph is not part of the text.
    pub(super) fn before_text(&self, number: usize, look: Look, first: usize) -> Option<&'static str> {
        let (run, text) = (&self.runs[number], &self.texts[number]);
        let is_said = number.checked_sub(1).is_some_and(|above| self.is_name_again(above));
        if is_said || self.is_name_again(number) {
            return None;
        }
        match look {
            Look::Heading if (number + 1 == first || self.is_body) && !text.starts_with("by ") => None,
            Look::Heading if self.is_below_sentence(number) || self.is_above_heading(number, first) => None,
            Look::Heading if self.is_answered(number) || self.heads_entry(number, first) => None,
            Look::Heading | Look::Links => Some("before the text"),
            _ if self.is_said_of_something(run) || self.is_row(number) => None,
            _ if number < first && self.answers(number + 1) => None,
            _ if self.is_one_of_facts(number, first) => None,
            _ if !reads_on(run.raw_text()) && (is_dateline(text) || text.starts_with("by ")) => {
                Some("before the text")
            }
            _ if self.is_body || self.is_point(number) || self.is_explained(number) => None,
            _ if ends_sentence(text) && run.bytes >= 20 => None,
            _ if number + 1 == first
                && (run.bytes >= 30 || text.ends_with(':'))
                && self.is_beside(number, first)
                || number + 1 == first && self.is_one_of_labels(number) =>
            {
                None
            }
            _ => Some("before the text"),
        }
    }

    /// Why a block behind the last paragraph is not part of the text.
    pub(super) fn behind_text(&self, number: usize, look: Look, last: usize) -> Option<&'static str> {
        let (run, text) = (&self.runs[number], &self.texts[number]);
        match look {
            // It stays with what stays below it.
            Look::Heading => None,
            _ if self.is_term(number) || self.answers(number) => None,
            Look::Links if self.leads_to_many_sites(number) => None,
            Look::Links => Some("behind the text"),
            _ if phrases::is_notice(text) => Some("copyright note"),
            _ if self.is_body && !is_dateline(text) => None,
            _ if self.is_said_of_something(run) || is_of_the_house(text) => None,
            _ if text.contains(char::is_alphabetic) && link_share(run) < 0.4 && self.is_in_note(run) => None,
            _ if ends_sentence(text) && link_share(run) < 0.4 && !is_dateline(text) => None,
            _ if run.kind == BlockKind::ListItem && link_share(run) < 0.3 => None,
            _ if self.is_beside(number, last) && !is_dateline(text) => None,
            _ => Some("behind the text"),
        }
    }

    /// Says whether a block stands in one point of a list with the question right before it.
    fn answers(&self, number: usize) -> bool {
        let point = |number: usize| {
            let holder = self.runs[number].holder;
            let mut around = std::iter::once(holder).chain(self.tree.ancestors(holder)).take(4);
            around.find(|node| matches!(self.tree.name(*node), "li" | "dd"))
        };
        let asked = number.checked_sub(1).filter(|asked| asks(&self.texts[*asked]));
        asked.is_some_and(|asked| point(asked).is_some() && point(asked) == point(number))
    }

    /// Why a block of links between paragraphs is not part of the text.
    pub(super) fn among_text(&self, number: usize) -> Option<&'static str> {
        let (run, text) = (&self.runs[number], &self.texts[number]);
        if is_address(text) || run.kind == BlockKind::Quotation || self.is_term(number) {
            return None;
        }
        let unlike =
            |before: &usize| self.looks[*before] != Look::Links || self.runs[*before].kind != run.kind;
        let before = (0..number).rev().find(unlike);
        if before.is_some_and(|before| matches!(self.looks[before], Look::Apparatus("related links"))) {
            return Some("related links");
        }
        let is_introduced = before.is_some_and(|before| {
            self.texts[before].ends_with([':', '\u{FF1A}']) || self.looks[before] == Look::Heading
        });
        // A link around several blocks is a card that shows another page.
        let in_card = self.tree.ancestors(run.holder).take(4).any(|outer| self.tree.name(outer) == "a");
        let is_sentence =
            text.ends_with(['.', '"', '\u{201D}', '\u{3002}']) && !text.ends_with("..") && !in_card;
        if is_introduced || is_sentence {
            return None;
        }
        if run.kind == BlockKind::ListItem {
            let is_list_of_pages = link_share(run) > 0.9 && self.is_in_list_of_pages(number);
            return is_list_of_pages.then_some("related links");
        }
        // What a list of pages is filed under stands over their titles.
        let heads_links = run.kind == BlockKind::Heading && self.looks.get(number + 1) == Some(&Look::Links);
        if run.bytes < 8 && !in_card && !heads_links {
            return None;
        }
        // Where several headings are links, the text is about what they link to.
        if self.is_linked_heading(number)
            && (0..self.runs.len()).filter(|n| self.is_linked_heading(*n)).nth(1).is_some()
        {
            return None;
        }
        Some("links alone")
    }

    /// Says whether a short line is the time of a post in a live report, in an element for times: `17.25`.
    pub(super) fn is_time_of_post(&self, number: usize) -> bool {
        const BYTES_MAX: usize = 12;
        let (run, text) = (&self.runs[number], &self.texts[number]);
        let is_time = |node: usize| self.tree.name(node) == "time";
        let is_inside =
            || std::iter::once(run.holder).chain(self.tree.below(run.holder)).take(3).any(is_time);
        text.len() <= BYTES_MAX
            && text.bytes().filter(u8::is_ascii_digit).count() >= 3
            && (is_inside() || self.tree.ancestors(run.at).take(2).any(is_time))
    }

    pub(super) fn about_author(&self, number: usize) -> Option<&'static str> {
        let is_last = self.looks[number + 1..].iter().filter(|look| **look == Look::Text).count() < 2;
        (is_last
            && self.runs[number].kind == BlockKind::Paragraph
            && author::is_about(self.runs[number].raw_text()))
        .then_some("about the author")
    }

    pub(super) fn byline(&self, number: usize) -> Option<&'static str> {
        let text = &self.texts[number];
        let raw = self.runs[number].raw_text();
        if is_signature(raw) && self.runs[number].kind == BlockKind::Paragraph {
            return Some("byline");
        }
        let is_byline = text.starts_with("by ")
            && text.len() < 250
            && (author::is_about(&raw.replacen(", ", " is ", 1))
                || self.looks[number] == Look::Short && is_name(raw));
        is_byline.then_some("byline")
    }

    /// When the text was written, in a line that looks like more.
    pub(super) fn dateline(&self, number: usize) -> Option<&'static str> {
        let text = &self.texts[number];
        #[rustfmt::skip]
        let says_when = [
            "published ", "posted ", "updated ", "last updated ", "first published ", "giriş tarihi", "yayınlanma", "yayın tarihi",
            "oluşturulma", "güncelleme", "erstellt am ", "veröffentlicht am ", "aktualisiert am ", "publié le ", "mis à jour le ",
            "publicado el ", "publicado em ", "actualizado el ", "atualizado em ", "pubblicato il ", "aggiornato il ",
            "data publikacji", "data dodania", "опубликовано", "обновлено",
        ];
        // `Published May 3, 2021Last updated June 4, 2022`
        let said = text.split("last updated").find(|said| !said.is_empty()).unwrap_or(text);
        let is_dateline = text.len() < 160
            && says_when.iter().any(|word| text.starts_with(word))
            && Date::find(&said[..said.floor_char_boundary(60)]).is_some();
        (is_dateline || self.is_dateline_behind_name(number) || opens_with_day_and_time(text))
            .then_some("before the text")
    }

    /// `Ada Ek · Shore News · Posted: Feb 19, 2020 6:00 AM`, `La Côte Ada EK. Publié le 09/08/2019 à 18h06`
    fn is_dateline_behind_name(&self, number: usize) -> bool {
        const NAME_BYTES_MAX: usize = 60;
        const BYTES_MAX: usize = 140;
        const SAYS_WHEN: [&str; 12] = [
            "posted",
            "published",
            "updated",
            "publié le",
            "mis à jour",
            "veröffentlicht",
            "aktualisiert",
            "publicado",
            "actualizado",
            "pubblicato",
            "aggiornato",
            "gepubliceerd",
        ];
        let (run, text) = (&self.runs[number], &self.texts[number]);
        let behind =
            SAYS_WHEN.iter().filter_map(|word| text.find(word).map(|at| (at, at + word.len()))).min();
        run.kind == BlockKind::Paragraph
            && run.bytes <= BYTES_MAX
            && !reads_on(run.raw_text())
            && !ends_sentence(text)
            && behind.is_some_and(|(at, end)| {
                let rest = &text[end..];
                let before = text[..at].trim_end();
                // `Par Ada Ek` stands in an element of its own, with no blank behind it.
                const BY: [&str; 7] = ["by ", "par ", "von ", "por ", "di ", "door ", "автор"];
                let names_writer = || {
                    let is_short = before.split(' ').count() <= 4;
                    is_short && BY.iter().any(|word| before.starts_with(word))
                };
                at <= NAME_BYTES_MAX
                    && (before.is_empty()
                        || names_writer()
                        || before.ends_with(['.', '|', '\u{B7}', '\u{2022}', '-', '\u{2013}']))
                    && Date::find(&rest[..rest.floor_char_boundary(40)]).is_some()
            })
    }
}

/// Says whether a line, lower case, opens with a day and the time of that, with whoever wrote behind it:
/// `14 січня 2022, 10:40` and `Автор: Ада Ек`.
fn opens_with_day_and_time(text: &str) -> bool {
    const CHARS_MAX: usize = 80;
    const OPENING_BYTES_MAX: usize = 48;
    let opening = &text[..text.floor_char_boundary(OPENING_BYTES_MAX)];
    let is_time = |word: &str| {
        let (hour, rest) = word.split_once(':').unwrap_or_default();
        (1..=2).contains(&hour.len())
            && hour.bytes().all(|byte| byte.is_ascii_digit())
            && rest.bytes().take(2).filter(u8::is_ascii_digit).count() == 2
    };
    text.starts_with(|c: char| c.is_ascii_digit())
        && !ends_sentence(text)
        && opening.split_whitespace().any(is_time)
        && Date::find(opening).is_some()
        && text.chars().take(CHARS_MAX).count() < CHARS_MAX
}
