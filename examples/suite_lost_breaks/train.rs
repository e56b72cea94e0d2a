//! Makes the weights.

use std::collections::HashMap;
use std::fs;
use std::path::{Path, PathBuf};

use ibid::clean::lost_breaks::{Vocabulary, training};

use crate::pairs::{self, Pair};
use crate::truth::{Gap, Glue, Original};

struct Example {
    features: Vec<u32>,
    group: u8,
    label: bool,
    weight: f32,
    at: usize,
}

struct Text {
    source: String,
    /// 0 synthetic train, 1 synthetic held out, 2 tuning pair, 3 held-out pair, 4 clean train, 5 clean held out
    role: u8,
    text: String,
    missed: usize,
    examples: Vec<Example>,
}

pub(crate) fn run(shared: &Path, arguments: &[String]) {
    let mut texts = Vec::new();
    let all_pairs = arguments.iter().any(|a| a == "--all-pairs");
    for pair in pairs::read(shared) {
        texts.push(of_pair(&pair, if pair.tunes || all_pairs { 2 } else { 3 }));
    }
    let limit: usize = arguments.iter().find_map(|a| a.strip_prefix("--files=")?.parse().ok()).unwrap_or(60);
    archive(shared, limit, &mut texts);
    for role in 0..6 {
        let of_role = texts.iter().filter(|t| t.role == role);
        let (mut n, mut e, mut p, mut m) = (0, 0, 0, 0);
        for t in of_role {
            n += 1;
            e += t.examples.len();
            p += t.examples.iter().filter(|e| e.label).count();
            m += t.missed;
        }
        println!("role {role}: {n} texts, {e} candidates, {p} breaks, {m} missed");
    }
    let weights = learn(&texts);
    if let Some(path) = arguments.iter().find_map(|a| a.strip_prefix("--out=")) {
        fs::write(path, table(&weights)).expect("writable");
    }
    report(&texts, &weights, arguments.iter().any(|a| a == "--errors"));
}

fn of_pair(pair: &Pair, role: u8) -> Text {
    let mut vocabulary = Vocabulary::of(&pair.text);
    vocabulary.add(&pair.title);
    let lost: HashMap<usize, Gap> = pair.lost.iter().copied().collect();
    text_of(&pair.source, role, pair.text.clone(), &vocabulary, |at| lost.contains_key(&at), lost.len(), 3.0)
}

fn text_of(
    source: &str,
    role: u8,
    text: String,
    vocabulary: &Vocabulary,
    is_lost: impl Fn(usize) -> bool,
    lost: usize,
    weight: f32,
) -> Text {
    let mut examples: Vec<Example> = training::candidates(&text, vocabulary)
        .into_iter()
        .map(|c| Example { label: is_lost(c.at), features: c.features, group: c.group, weight, at: c.at })
        .collect();
    let found = examples.iter().filter(|e| e.label).count();
    if std::env::var_os("MISSED").is_some() {
        let have: std::collections::HashSet<usize> = examples.iter().map(|e| e.at).collect();
        for (at, c) in text.char_indices() {
            if is_lost(at) && !have.contains(&at) {
                let _ = c;
                let from = text.floor_char_boundary(at.saturating_sub(30));
                let to = text.floor_char_boundary((at + 30).min(text.len()));
                println!("NOCAND {role} {source}: {}|{}", &text[from..at], &text[at..to]);
            }
        }
    }
    let scale = 1.0 / (1.0 + examples.len() as f32 / 300.0).sqrt();
    examples.iter_mut().for_each(|e| e.weight *= scale);
    Text { source: source.to_owned(), role, text, missed: lost.saturating_sub(found), examples }
}

fn archive(shared: &Path, limit: usize, texts: &mut Vec<Text>) {
    let root = shared.join("real/archive");
    let mut sources: Vec<PathBuf> =
        fs::read_dir(&root).expect("there").filter_map(|e| Some(e.ok()?.path())).collect();
    sources.sort();
    let mut number = 0;
    for folder in sources {
        let source = folder.file_name().expect("named").to_string_lossy().into_owned();
        let used = ["html-", "md-", "lang-", "notes-", "tx-"].iter().any(|p| source.starts_with(p));
        if !used || source == "html-exports-tryghost" || source == "lang-aozora-sjis" {
            continue;
        }
        number += 1;
        let held_out = number % 5 == 3;
        let mut files = Vec::new();
        walk(&folder, &mut files);
        files.sort();
        let step = files.len().div_ceil(limit).max(1);
        let mut budget = 400_000usize;
        for (index, file) in files.iter().enumerate().filter(|(index, _)| index % step == 0) {
            let Ok(content) = fs::read_to_string(file) else { continue };
            let html = match file.extension().and_then(|e| e.to_str()) {
                Some("md" | "markdown" | "mdx" | "dj") => markdown(&content),
                Some("html" | "htm") => content,
                _ => continue,
            };
            let original = Original::of_html(&html);
            for (part, excerpt) in original.excerpts(600 + 1700 * (index % 5)).into_iter().enumerate() {
                if excerpt.chars.len() < 200 || part > 6 || budget < excerpt.chars.len() {
                    continue;
                }
                budget -= excerpt.chars.len();
                let glue = match (index + part) % 6 {
                    0 | 1 => Glue { keeps_soft: false, marker: "" },
                    2 | 3 => Glue { keeps_soft: true, marker: "" },
                    4 => Glue { keeps_soft: true, marker: ["* ", "• ", "- "][index % 3] },
                    _ => {
                        clean(&source, held_out, &excerpt, texts);
                        continue;
                    }
                };
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
                let role = u8::from(held_out);
                texts.push(text_of(
                    &source,
                    role,
                    text,
                    &vocabulary,
                    |at| lost.contains_key(&at),
                    lost.len(),
                    1.0,
                ));
            }
        }
    }
}

fn clean(source: &str, held_out: bool, excerpt: &Original, texts: &mut Vec<Text>) {
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
    texts.push(text_of(source, 4 + u8::from(held_out), text, &vocabulary, |_| false, 0, 1.0));
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

fn learn(texts: &[Text]) -> Vec<f32> {
    let mut seen = vec![0u16; training::FEATURES];
    let mut last = vec![u32::MAX; training::FEATURES];
    for (number, text) in texts.iter().enumerate().filter(|(_, t)| matches!(t.role, 0 | 2 | 4)) {
        for feature in text.examples.iter().flat_map(|e| &e.features) {
            let feature = *feature as usize;
            if last[feature] != number as u32 {
                last[feature] = number as u32;
                seen[feature] = seen[feature].saturating_add(1);
            }
        }
    }
    let mut order: Vec<&Example> =
        texts.iter().filter(|t| matches!(t.role, 0 | 2 | 4)).flat_map(|t| &t.examples).collect();
    let mut weights = vec![0f32; training::FEATURES];
    let mut squares = vec![1e-3f32; training::FEATURES];
    let mut random = 0x1234_5678_9ABC_DEFu64;
    let epochs = 12;
    for epoch in 0..epochs {
        for i in (1..order.len()).rev() {
            random ^= random << 13;
            random ^= random >> 7;
            random ^= random << 17;
            order.swap(i, (random % (i as u64 + 1)) as usize);
        }
        let rate = if epoch + 3 < epochs { 0.15 } else { 0.05 };
        let mut loss = 0.0;
        for example in &order {
            let used = example.features.iter().map(|f| *f as usize).filter(|f| seen[*f] >= 4);
            let sum: f32 = used.clone().map(|f| weights[f]).sum();
            let p = 1.0 / (1.0 + (-sum).exp());
            let error = (p - f32::from(u8::from(example.label))) * example.weight;
            loss -= (if example.label { p } else { 1.0 - p }).max(1e-6).ln() * example.weight;
            for f in used {
                let gradient = error + 2e-6 * weights[f];
                squares[f] += gradient * gradient;
                weights[f] -= rate * gradient / squares[f].sqrt();
            }
        }
        println!("epoch {epoch}: loss {:.5}", loss / order.len() as f32);
    }
    for weight in &mut weights {
        *weight = if weight.abs() < 0.03 { 0.0 } else { (*weight * 100.0).round() / 100.0 };
    }
    println!("{} weights", weights.iter().filter(|w| **w != 0.0).count());
    weights
}

fn table(weights: &[f32]) -> String {
    let mut table = String::new();
    let mut current = "";
    for (feature, weight) in weights.iter().enumerate().filter(|(_, w)| **w != 0.0) {
        let (template, [x, y, z]) = training::describe(feature as u32);
        if template != current {
            table.push_str(template);
            table.push('\n');
            current = template;
        }
        table.push_str(&format!("{x} {y} {z} {}\n", (weight * 100.0).round() as i32));
    }
    table
}

fn report(texts: &[Text], weights: &[f32], errors: bool) {
    let score = |e: &Example| e.features.iter().map(|f| weights[*f as usize]).sum::<f32>();
    for role in 0..6u8 {
        for threshold in [-1.0, -0.5, 0.0, 0.5, 1.0, 1.5] {
            let (mut tp, mut fp, mut fnn) = (0, 0, 0);
            for t in texts.iter().filter(|t| t.role == role) {
                fnn += t.missed;
                for e in &t.examples {
                    match (score(e) > threshold, e.label) {
                        (true, true) => tp += 1,
                        (true, false) => fp += 1,
                        (false, true) => fnn += 1,
                        _ => {}
                    }
                }
            }
            println!(
                "role {role} t {threshold:4}: P {:.4} R {:.4}  ({tp} right, {fp} false, {fnn} missed)",
                tp as f32 / (tp + fp).max(1) as f32,
                tp as f32 / (tp + fnn).max(1) as f32
            );
        }
    }
    for role in [0, 1, 2, 3, 5] {
        let mut by_group: HashMap<u8, [usize; 3]> = HashMap::new();
        for e in texts.iter().filter(|t| t.role == role).flat_map(|t| &t.examples) {
            let slot = by_group.entry(e.group).or_default();
            match (score(e) > 0.0, e.label) {
                (true, true) => slot[0] += 1,
                (true, false) => slot[1] += 1,
                (false, true) => slot[2] += 1,
                _ => {}
            }
        }
        let mut groups: Vec<_> = by_group.into_iter().collect();
        groups.sort();
        println!("role {role} groups (right, false, missed): {groups:?}");
    }
    let mut by_source: HashMap<(&str, u8), [usize; 3]> = HashMap::new();
    for t in texts {
        let slot = by_source.entry((&t.source, t.role)).or_default();
        slot[2] += t.missed;
        for e in &t.examples {
            match (score(e) > 0.0, e.label) {
                (true, true) => slot[0] += 1,
                (true, false) => slot[1] += 1,
                (false, true) => slot[2] += 1,
                _ => {}
            }
        }
    }
    let mut sources: Vec<_> = by_source.into_iter().collect();
    sources.sort();
    for ((source, role), [tp, fp, fnn]) in sources {
        println!(
            "{role} {source:60} P {:.3} R {:.3} ({tp} {fp} {fnn})",
            tp as f32 / (tp + fp).max(1) as f32,
            tp as f32 / (tp + fnn).max(1) as f32
        );
    }
    if errors {
        for t in texts {
            for e in &t.examples {
                let s = score(e);
                if (s > 0.0) != e.label {
                    let from = t.text.floor_char_boundary(e.at.saturating_sub(40));
                    let to = t.text.floor_char_boundary((e.at + 40).min(t.text.len()));
                    println!(
                        "ERR {} {} g{} {:.1} {}: {}|{}",
                        t.role,
                        if e.label { "missed" } else { "false" },
                        e.group,
                        s,
                        t.source,
                        t.text[from..e.at].replace('\n', "¶"),
                        t.text[e.at..to].replace('\n', "¶")
                    );
                }
            }
        }
    }
}
