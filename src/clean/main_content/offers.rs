//! Boxes that others pay for: they open with the word for it, or lead to where a thing is sold.

use super::Marks;
use super::measure::Page;
use super::{phrases, trim};
use crate::document::BlockKind;
use crate::format::html::blocks::Run;

/// Marks them on a page with a text of its own.
pub(super) fn mark(page: &Page<'_>, marks: &mut Marks) {
    const TEXT_BYTES_MIN: usize = 500;
    let tree = page.tree;
    for number in 0..page.runs.len() {
        let run = &page.runs[number];
        // Essays have parts on advertising.
        let is_word = |says: &str| run.kind != BlockKind::Heading && phrases::is_advertisement(says);
        let is_label = |says: &str| is_word(says) || phrases::names_sponsor(says);
        if !page.counts(number) || run.bytes > 40 || !is_label(&trim::fold(run.raw_text())) {
            continue;
        }
        let opened = tree.ancestors(run.at).take_while(|outer| page.range(*outer).start == number);
        let Some(around) = opened.filter(|outer| is_box(page, *outer)).last() else { continue };
        if page.prose(0).saturating_sub(page.prose(around)) >= TEXT_BYTES_MIN {
            marks.mark(around, "advertisement");
        }
    }
    for node in 0..tree.len() {
        if marks.skipped[node] {
            continue;
        }
        let levels = || tree.ancestors(node).take(4);
        let around = match () {
            () if is_sponsored(page, node) => levels().take_while(|outer| is_offer(page, *outer)).last(),
            () if leads_to_shop(page, node) => levels().take_while(|outer| is_sale(page, *outer)).last(),
            () => continue,
        };
        if let Some(around) = around.filter(|around| page.prose(0) >= page.prose(*around) + TEXT_BYTES_MIN) {
            marks.mark(around, "advertisement");
        }
    }
}

/// Says whether a link leads to where a thing is sold, and says no more than that.
fn leads_to_shop(page: &Page<'_>, node: usize) -> bool {
    const NODES_MAX: usize = 6;
    #[rustfmt::skip]
    const LABELS: [&str; 27] = [
        "view deal", "check price", "check prices", "see price", "see prices", "see deal", "buy now", "shop now", "get deal", "view at", "buy it now",
        "zum angebot", "zum shop", "jetzt kaufen", "preis prüfen", "preis ansehen", "voir l'offre", "voir le prix", "voir l’offre", "acheter", "ver oferta",
        "comprar ahora", "ver precio", "vedi offerta", "vedi prezzo", "ver preço", "bekijk deal",
    ];
    let tree = page.tree;
    tree.name(node) == "a"
        && tree.end(node) - node <= NODES_MAX
        && LABELS.contains(&trim::fold(&tree.raw_text(node)).as_str())
}

/// Says whether an element is a box in which a thing is sold: `is_offer`, with a price and without a title of a part of the text.
fn is_sale(page: &Page<'_>, node: usize) -> bool {
    let runs = &page.runs[page.range(node)];
    let is_price = |run: &Run| {
        let text = run.raw_text();
        text.contains(['$', '€', '£', '¥', '₹']) && text.bytes().any(|byte| byte.is_ascii_digit())
    };
    is_offer(page, node)
        && runs.iter().any(is_price)
        && !runs.iter().any(|run| run.kind == BlockKind::Heading)
}

/// Says whether an element holds a few blocks and a link.
fn is_box(page: &Page<'_>, node: usize) -> bool {
    const BLOCKS_MAX: usize = 6;
    const BYTES_MAX: usize = 1000;
    let tree = page.tree;
    let runs = &page.runs[page.range(node)];
    (2..=BLOCKS_MAX).contains(&runs.len())
        && page.bytes(node) <= BYTES_MAX
        && matches!(tree.name(node), "div" | "section" | "aside" | "figure")
        && (tree.below(node).any(|inner| is_paid_link(page, inner)) || ends_elsewhere(page, node))
        && !runs.iter().any(|run| tree.name(run.holder) == "h1")
}

/// Says whether the last line of an element is a link to another site, and nothing else.
fn ends_elsewhere(page: &Page<'_>, node: usize) -> bool {
    let tree = page.tree;
    let Some(last) = page.runs[page.range(node)].last() else { return false };
    let link = std::iter::once(last.holder)
        .chain(tree.ancestors(last.at))
        .take(3)
        .find(|link| tree.name(*link) == "a");
    let href = link.and_then(|link| tree.attribute(link, "href")).unwrap_or_default();
    last.link_bytes == last.bytes && (href.starts_with("http://") || href.starts_with("https://"))
}

/// Says whether a link says that the page does not speak for where it leads, or opens that in a window of its own.
fn is_paid_link(page: &Page<'_>, node: usize) -> bool {
    let is_word = |word: &str| matches!(word, "sponsored" | "nofollow");
    let rel = page.tree.attribute(node, "rel").unwrap_or_default();
    page.tree.name(node) == "a"
        && (rel.split_ascii_whitespace().any(is_word)
            || page.tree.attribute(node, "target") == Some("_blank"))
}

/// Says whether a link says that it is paid for.
fn is_sponsored(page: &Page<'_>, node: usize) -> bool {
    let rel = page.tree.attribute(node, "rel").unwrap_or_default();
    page.tree.name(node) == "a"
        && rel.split_ascii_whitespace().any(|word| word.eq_ignore_ascii_case("sponsored"))
}

/// Says whether an element holds no more than the name of a thing, what it costs and a way to it.
fn is_offer(page: &Page<'_>, node: usize) -> bool {
    const BLOCKS_MAX: usize = 6;
    const LINE_BYTES_MAX: usize = 120;
    let runs = &page.runs[page.range(node)];
    matches!(page.tree.name(node), "div" | "section" | "aside")
        && (1..=BLOCKS_MAX).contains(&runs.len())
        && page.prose(node) == 0
        && runs.iter().all(|run| run.bytes <= LINE_BYTES_MAX)
}
