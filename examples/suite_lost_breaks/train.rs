//! Makes the trees.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::{Path, PathBuf};

use ibid::clean::lost_breaks::Vocabulary;
use ibid::clean::lost_breaks::training::{self, Model};

use crate::boost::{self, Places};
use crate::pairs::{self, Pair};
use crate::truth::{Gap, Glue, Original};

struct Example {
    traits: Vec<u8>,
    group: u8,
    label: bool,
    weight: f32,
    at: usize,
}

/// Where a text comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    /// A pair of an original and what became of it.
    Pair,
    /// Its breaks were taken away on purpose.
    Made,
    /// Nothing was taken away.
    Whole,
}

struct Text {
    source: String,
    role: Role,
    text: String,
    missed: usize,
    vocabulary: Vocabulary,
    examples: Vec<Example>,
}

/// How many parts the sources are cut into: each part is measured with trees from the others.
const FOLDS: u64 = 8;

/// Measures with trees that never saw a text: first with none of its source, then with other texts of
/// its source.
pub(crate) fn measure(shared: &Path, arguments: &[String]) {
    let texts = texts(shared, arguments);
    println!("each source measured with trees from the others, through the whole repair:");
    measure_parts(&sources_apart(&texts), arguments);
    if arguments.iter().any(|argument| argument == "--unseen") {
        return;
    }
    println!("each pair measured with trees from other pairs, through the whole repair:");
    measure_parts(&pairs_apart(&texts), arguments);
}

/// Texts that are measured, and those that the trees for them are made from.
type Part<'a> = (Vec<&'a Text>, Vec<&'a Text>);

fn sources_apart(texts: &[Text]) -> Vec<Part<'_>> {
    let part = |fold| texts.iter().partition(|text| fold_of(&text.source) == fold);
    let has_pair = |(inside, _): &Part<'_>| inside.iter().any(|text| text.role == Role::Pair);
    (0..FOLDS).map(part).filter(has_pair).collect()
}

/// What was made from a feed that a pair is of may hold the pair itself, and is in neither part.
fn pairs_apart(texts: &[Text]) -> Vec<Part<'_>> {
    let name = |text: &Text| text.source.rsplit('/').next().unwrap_or_default().to_owned();
    let pairs = || texts.iter().filter(|text| text.role == Role::Pair);
    let feeds: BTreeSet<String> = pairs().map(name).collect();
    let folders: BTreeSet<&str> = pairs().filter_map(|text| text.source.split('/').next()).collect();
    let others = texts.iter().filter(|text| {
        text.role != Role::Pair && !feeds.contains(&name(text)) && !folders.contains(text.source.as_str())
    });
    let others: Vec<&Text> = others.collect();
    let part = |fold| {
        let (inside, outside): (Vec<_>, Vec<_>) = pairs().enumerate().partition(|(at, _)| at % 5 == fold);
        let texts = |part: Vec<(usize, _)>| part.into_iter().map(|(_, text)| text);
        (texts(inside).collect(), texts(outside).chain(others.iter().copied()).collect())
    };
    (0..5).map(part).collect()
}

fn measure_parts(parts: &[Part<'_>], arguments: &[String]) {
    let mut scored: Vec<(&Text, Vec<f32>)> = Vec::new();
    let mut repaired: BTreeMap<Role, [usize; 3]> = BTreeMap::new();
    let show_errors = arguments.iter().any(|a| a == "--repair-errors");
    let tables: Vec<String> = std::thread::scope(|scope| {
        let learning: Vec<_> = parts.iter().map(|(_, outside)| scope.spawn(|| learn(outside))).collect();
        learning.into_iter().map(|table| table.join().expect("learned")).collect()
    });
    for ((inside, _), table) in parts.iter().zip(tables) {
        let model = Model::read(&table);
        for text in inside {
            let counts = repair(text, &model, show_errors);
            let slot = repaired.entry(text.role).or_default();
            *slot = [0, 1, 2].map(|part| slot[part] + counts[part]);
        }
        scored.extend(
            inside
                .iter()
                .map(|text| (*text, text.examples.iter().map(|e| model.log_odds(&e.traits)).collect())),
        );
    }
    for (role, counts) in repaired {
        println!("{role:?}, repaired: {}", figures(counts));
    }
    println!("the bare model:");
    report(&scored, arguments);
}

/// Right, false, missed, through the whole repair with this model.
fn repair(text: &Text, model: &Model, show_errors: bool) -> [usize; 3] {
    let found = model.breaks(&text.text, &text.vocabulary);
    let lost = |at: usize| text.examples.iter().any(|e| e.at == at && e.label);
    let right = found.iter().filter(|at| lost(**at)).count();
    if show_errors && text.role == Role::Pair {
        let mut wrong: Vec<(usize, bool)> =
            found.iter().filter(|at| !lost(**at)).map(|at| (*at, false)).collect();
        let missed = text.examples.iter().filter(|e| e.label && !found.contains(&e.at));
        wrong.extend(missed.map(|e| (e.at, true)));
        for (at, is_missed) in wrong {
            let from = text.text.floor_char_boundary(at.saturating_sub(50));
            let to = text.text.ceil_char_boundary((at + 50).min(text.text.len()));
            let kind = if is_missed { "missed" } else { "false" };
            println!(
                "{kind} {}: {}|{}",
                text.source,
                &text.text[from..at].replace('\n', "¶"),
                &text.text[at..to].replace('\n', "¶")
            );
        }
    }
    let labels: BTreeSet<usize> = text.examples.iter().filter(|e| e.label).map(|e| e.at).collect();
    [right, found.len() - right, labels.len() + text.missed - right]
}

/// Makes the trees from everything and writes them to `--out=FILE`.
pub(crate) fn run(shared: &Path, arguments: &[String]) {
    let texts = texts(shared, arguments);
    let table = learn(&texts.iter().collect::<Vec<_>>());
    if let Some(path) = arguments.iter().find_map(|a| a.strip_prefix("--out=")) {
        fs::write(path, &table).expect("writable");
    }
    let model = Model::read(&table);
    let score = |e: &Example| model.log_odds(&e.traits);
    let scored: Vec<_> = texts.iter().map(|text| (text, text.examples.iter().map(score).collect())).collect();
    println!("on what the trees were made from:");
    report(&scored, arguments);
}

fn texts(shared: &Path, arguments: &[String]) -> Vec<Text> {
    let mut texts: Vec<Text> = pairs::read(shared).iter().map(of_pair).collect();
    let limit: usize = arguments.iter().find_map(|a| a.strip_prefix("--files=")?.parse().ok()).unwrap_or(60);
    archive(shared, limit, &mut texts);
    texts
}

/// The part that a source falls into, by its file's name.
fn fold_of(source: &str) -> u64 {
    let name = source.rsplit('/').next().unwrap_or(source);
    // The same show at two times.
    let name = name.rsplit('-').next().unwrap_or(name);
    let hash = name
        .bytes()
        .fold(0xCBF2_9CE4_8422_2325u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01B3));
    (hash >> 20) % FOLDS
}

fn of_pair(pair: &Pair) -> Text {
    let mut vocabulary = Vocabulary::of(&pair.text);
    vocabulary.add(&pair.title);
    let lost: HashMap<usize, Gap> = pair.lost.iter().copied().collect();
    let is_lost = |at| lost.contains_key(&at);
    text_of(&pair.source, Role::Pair, pair.text.clone(), &vocabulary, is_lost, lost.len(), 3.0)
}

fn text_of(
    source: &str,
    role: Role,
    text: String,
    vocabulary: &Vocabulary,
    is_lost: impl Fn(usize) -> bool,
    lost: usize,
    weight: f32,
) -> Text {
    let mut examples: Vec<Example> = training::candidates(&text, vocabulary)
        .into_iter()
        .map(|c| Example { label: is_lost(c.at), traits: c.traits, group: c.group, weight, at: c.at })
        .collect();
    let found = examples.iter().filter(|e| e.label).count();
    let scale = 1.0 / (1.0 + examples.len() as f32 / 300.0).sqrt();
    examples.iter_mut().for_each(|e| e.weight *= scale);
    Text {
        source: source.to_owned(),
        role,
        text,
        missed: lost.saturating_sub(found),
        vocabulary: vocabulary.clone(),
        examples,
    }
}

fn archive(shared: &Path, limit: usize, texts: &mut Vec<Text>) {
    let root = shared.join("real/archive");
    let mut sources: Vec<PathBuf> =
        fs::read_dir(&root).expect("there").filter_map(|e| Some(e.ok()?.path())).collect();
    sources.sort();
    for folder in sources {
        let source = folder.file_name().expect("named").to_string_lossy().into_owned();
        let prefixes = ["html-", "md-", "lang-", "notes-", "tx-", "feed-", "cap-podcast", "book-epub"];
        if !prefixes.iter().any(|p| source.starts_with(p))
            || source == "lang-aozora-sjis"
            || source == "lang-chardet"
        {
            continue;
        }
        let mut files = Vec::new();
        walk(&folder, &mut files);
        files.sort();
        let step = files.len().div_ceil(limit).max(1);
        let mut budget = 400_000usize;
        for (index, file) in files.iter().enumerate().filter(|(index, _)| index % step == 0) {
            let Ok(bytes) = fs::read(file) else { continue };
            let content = String::from_utf8_lossy(&bytes);
            let extension = file.extension().and_then(|e| e.to_str()).unwrap_or_default();
            let originals = match extension {
                "md" | "markdown" | "mdx" | "dj" => vec![Original::of_html(&markdown(&content))],
                "html" | "htm" if !source.starts_with("lang-") => vec![Original::of_html(&content)],
                "xml" | "rss" | "atom" | "json" | "epub" | "html" => documents(file, &bytes),
                _ => continue,
            };
            let name = match source.starts_with("feed-") {
                true => file.file_name().expect("named").to_string_lossy().into_owned(),
                false => source.clone(),
            };
            for original in originals {
                make(&name, index, &original, &mut budget, texts);
            }
        }
    }
}

/// What the library reads from a file, a text per document.
fn documents(file: &Path, bytes: &[u8]) -> Vec<Original> {
    let mut receipt = ibid::receipt::Receipt::default();
    let name = file.to_string_lossy();
    let documents = ibid::format::read(&name, bytes, &mut receipt).unwrap_or_default();
    let written = documents.iter().filter(|document| document.kind != ibid::document::Kind::Transcript);
    written.step_by(documents.len().div_ceil(40).max(1)).map(Original::of_document).collect()
}

/// Makes damaged texts of one that is whole.
fn make(source: &str, index: usize, original: &Original, budget: &mut usize, texts: &mut Vec<Text>) {
    for (part, excerpt) in original.excerpts(600 + 1700 * (index % 5)).into_iter().enumerate() {
        if excerpt.chars.len() < 120 || part > 6 || *budget < excerpt.chars.len() {
            continue;
        }
        *budget -= excerpt.chars.len();
        let glue = match (index + part) % 8 {
            0..=2 => Glue { keeps_soft: false, marker: "" },
            3 | 4 => Glue { keeps_soft: true, marker: "" },
            5 => Glue { keeps_soft: true, marker: ["* ", "• ", "- ", "1. ", "1 "][(index / 8 + part) % 5] },
            _ => {
                whole(source, &excerpt, texts);
                continue;
            }
        };
        let excerpt = if (index + 3 * part) % 5 < 2 { excerpt.with_links(7 * index + part) } else { excerpt };
        let (text, at) = excerpt.glued(glue);
        let lost: HashMap<usize, Gap> = at
            .iter()
            .copied()
            .zip(excerpt.gaps.iter().copied())
            .skip(1)
            .filter(|(_, gap)| *gap == Gap::Break || *gap == Gap::SoftBreak && !glue.keeps_soft)
            .collect();
        if lost.is_empty() {
            continue;
        }
        let vocabulary = Vocabulary::of(&text);
        let is_lost = |at| lost.contains_key(&at);
        let weight = if source.ends_with(".xml") || source.starts_with("notes-") { 3.0 } else { 1.0 };
        texts.push(text_of(source, Role::Made, text, &vocabulary, is_lost, lost.len(), weight));
    }
}

fn whole(source: &str, excerpt: &Original, texts: &mut Vec<Text>) {
    let mut text = String::new();
    for (c, gap) in excerpt.chars.iter().zip(&excerpt.gaps) {
        text.push_str(match gap {
            Gap::Nothing => "",
            Gap::Space | Gap::SoftBreak => " ",
            Gap::Break => "\n",
        });
        text.push(*c);
    }
    let vocabulary = Vocabulary::of(&text);
    texts.push(text_of(source, Role::Whole, text, &vocabulary, |_| false, 0, 1.0));
}

fn walk(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            walk(&path, files);
        } else {
            files.push(path);
        }
    }
}

fn markdown(content: &str) -> String {
    let content = content.trim_start_matches('\u{FEFF}');
    let body = ["---", "+++"].iter().find_map(|fence| {
        let rest = content.strip_prefix(fence)?;
        let end = rest.find(&format!("\n{fence}"))?;
        rest[end + 4..].split_once('\n').map(|(_, body)| body)
    });
    let mut html = String::new();
    let parser = pulldown_cmark::Parser::new_ext(body.unwrap_or(content), pulldown_cmark::Options::all());
    html_push(&mut html, parser);
    html
}

/// A small writer, since the library's own is not compiled in.
fn html_push<'a>(html: &mut String, parser: impl Iterator<Item = pulldown_cmark::Event<'a>>) {
    use pulldown_cmark::{Event, Tag, TagEnd};
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let mut skip = 0;
    for event in parser {
        match event {
            Event::Start(Tag::MetadataBlock(_) | Tag::Image { .. }) => skip += 1,
            Event::End(TagEnd::MetadataBlock(_) | TagEnd::Image) => skip -= 1,
            _ if skip > 0 => {}
            Event::Start(Tag::CodeBlock(_)) => html.push_str("<pre>"),
            Event::End(TagEnd::CodeBlock) => html.push_str("</pre>"),
            Event::Start(Tag::Item) => html.push_str("<li>"),
            Event::Start(
                Tag::Emphasis
                | Tag::Strong
                | Tag::Strikethrough
                | Tag::Link { .. }
                | Tag::HtmlBlock
                | Tag::Superscript,
            )
            | Event::End(
                TagEnd::Emphasis
                | TagEnd::Strong
                | TagEnd::Strikethrough
                | TagEnd::Link
                | TagEnd::HtmlBlock
                | TagEnd::Superscript,
            ) => {}
            Event::Start(_) | Event::End(_) => html.push_str("<p>"),
            Event::Text(text) | Event::Code(text) => html.push_str(&escape(&text)),
            Event::Html(text) | Event::InlineHtml(text) => html.push_str(&text),
            Event::SoftBreak => html.push('\n'),
            Event::HardBreak => html.push_str("<br>"),
            Event::Rule => html.push_str("<hr>"),
            _ => {}
        }
    }
}

/// Grows trees from the candidates of these texts.
fn learn(texts: &[&Text]) -> String {
    let examples = || texts.iter().flat_map(|text| &text.examples);
    let column = |about: usize| examples().map(|e| e.traits[about]).collect();
    boost::grow(&Places {
        columns: (0..training::traits().len()).map(column).collect(),
        labels: examples().map(|e| e.label).collect(),
        weights: examples().map(|e| e.weight).collect(),
    })
}

fn report(scored: &[(&Text, Vec<f32>)], arguments: &[String]) {
    for role in [Role::Pair, Role::Made, Role::Whole] {
        let of_role = || scored.iter().filter(|(text, _)| text.role == role);
        for threshold in [-0.5, 0.0, 0.5, 1.0, 1.5] {
            let counts = of_role().fold([0; 3], |sum, (text, scores)| {
                let counts = count(text, scores, threshold);
                [0, 1, 2].map(|part| sum[part] + counts[part])
            });
            println!("{role:?}, threshold {threshold:4}: {}", figures(counts));
        }
        precisions(of_role());
        let mut by_group: BTreeMap<u8, [usize; 3]> = BTreeMap::new();
        for (text, scores) in of_role() {
            for (e, score) in text.examples.iter().zip(scores) {
                let slot = by_group.entry(e.group).or_default();
                match (*score > 0.0, e.label) {
                    (true, true) => slot[0] += 1,
                    (true, false) => slot[1] += 1,
                    (false, true) => slot[2] += 1,
                    _ => {}
                }
            }
        }
        println!("{role:?}, by group (right, false, missed): {by_group:?}");
    }
    let mut by_source: BTreeMap<(Role, &str), [usize; 3]> = BTreeMap::new();
    for (text, scores) in scored {
        let counts = count(text, scores, 0.0);
        let slot = by_source.entry((text.role, &text.source)).or_default();
        *slot = [0, 1, 2].map(|part| slot[part] + counts[part]);
    }
    for ((role, source), counts) in by_source {
        if role == Role::Pair || arguments.iter().any(|a| a == "--sources") {
            println!("{role:?} {source}: {}", figures(counts));
        }
    }
    if arguments.iter().any(|a| a == "--errors") {
        scored.iter().for_each(|(text, scores)| errors(text, scores));
    }
}

/// What recall goes with which precision.
fn precisions<'a>(scored: impl Iterator<Item = &'a (&'a Text, Vec<f32>)>) {
    let mut all: Vec<(f32, bool)> = Vec::new();
    let mut lost = 0;
    for (text, scores) in scored {
        lost += text.missed;
        all.extend(text.examples.iter().zip(scores).map(|(e, score)| (*score, e.label)));
    }
    all.sort_by(|a, b| b.0.total_cmp(&a.0));
    lost += all.iter().filter(|(_, label)| *label).count();
    for wanted in [0.94, 0.95, 0.96, 0.97] {
        let (mut right, mut best) = (0, 0);
        for (place, (_, label)) in all.iter().enumerate() {
            right += usize::from(*label);
            if right as f64 >= wanted * (place + 1) as f64 {
                best = right;
            }
        }
        println!("  precision {wanted}: recall {:.4}", best as f64 / lost.max(1) as f64);
    }
}

/// Right, false, missed.
fn count(text: &Text, scores: &[f32], threshold: f32) -> [usize; 3] {
    let mut counts = [0, 0, text.missed];
    for (e, score) in text.examples.iter().zip(scores) {
        match (*score > threshold, e.label) {
            (true, true) => counts[0] += 1,
            (true, false) => counts[1] += 1,
            (false, true) => counts[2] += 1,
            _ => {}
        }
    }
    counts
}

pub(crate) fn figures([right, wrong, missed]: [usize; 3]) -> String {
    let precision = right as f32 / (right + wrong).max(1) as f32;
    let recall = right as f32 / (right + missed).max(1) as f32;
    format!("precision {precision:.4} recall {recall:.4} ({right} right, {wrong} false, {missed} missed)")
}

fn errors(text: &Text, scores: &[f32]) {
    for (e, score) in text.examples.iter().zip(scores) {
        if (*score > 0.0) == e.label {
            continue;
        }
        let from = text.text.floor_char_boundary(e.at.saturating_sub(40));
        let to = text.text.ceil_char_boundary((e.at + 40).min(text.text.len()));
        println!(
            "{:?} {} g{} {score:.1} {}: {}|{}",
            text.role,
            if e.label { "missed" } else { "false" },
            e.group,
            text.source,
            text.text[from..e.at].replace('\n', "¶"),
            text.text[e.at..to].replace('\n', "¶")
        );
    }
}
