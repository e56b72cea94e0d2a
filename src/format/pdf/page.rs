//! From a page's drawing instructions to stretches of text with their places (ISO 32000-1, 9.4).

use std::collections::HashMap;

use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};

use super::font::Font;

/// How many instructions are followed in a file, and how deep drawings lie in each other.
const OPERATIONS_MAX: usize = 20_000_000;
const DEPTH_MAX: usize = 5;
const CONTENT_BYTES_MAX: usize = 64 << 20;

/// Characters in a row, with their place on the page: the origin is at its lower left.
#[derive(Clone, Debug, Default)]
pub(super) struct Span {
    pub x: f32,
    pub y: f32,
    /// Where the next character would stand.
    pub end_x: f32,
    /// The height of the type.
    pub size: f32,
    pub text: String,
}

/// How reading a file goes.
#[derive(Debug, Default)]
pub(super) struct Reading {
    pub characters: usize,
    /// Characters in fonts that do not say what they are.
    pub unreadable: usize,
    pub is_cut_short: bool,
    operations: usize,
}

/// The fonts of a file, by where their dictionaries lie in memory.
pub(super) type Fonts = HashMap<*const Dictionary, Font>;

/// The text of a page, in the order in which it is drawn.
pub(super) fn spans(file: &Document, page: ObjectId, fonts: &mut Fonts, reading: &mut Reading) -> Vec<Span> {
    let mut drawing = Drawing { file, fonts, reading, spans: Vec::new() };
    let named = file.get_page_fonts(page).unwrap_or_default();
    let resources = file.get_page_resources(page).ok();
    let (own, ids) = resources.unwrap_or_default();
    let others = ids.iter().filter_map(|id| file.get_dictionary(*id).ok());
    let resources: Vec<&Dictionary> = own.into_iter().chain(others).collect();
    if let Ok(content) = file.get_page_content_with_limit(page, CONTENT_BYTES_MAX) {
        drawing.draw(&content, &named, &resources, IDENTITY, 0);
    }
    drawing.spans
}

/// A transformation: `x' = a x + c y + e`, `y' = b x + d y + f`.
type Matrix = [f32; 6];

const IDENTITY: Matrix = [1.0, 0.0, 0.0, 1.0, 0.0, 0.0];

/// `inner`, then `outer`.
fn multiplied(inner: Matrix, outer: Matrix) -> Matrix {
    let [a, b, c, d, e, f] = inner;
    let [oa, ob, oc, od, oe, of] = outer;
    [
        a * oa + b * oc,
        a * ob + b * od,
        c * oa + d * oc,
        c * ob + d * od,
        e * oa + f * oc + oe,
        e * ob + f * od + of,
    ]
}

struct Drawing<'f, 'a> {
    file: &'a Document,
    fonts: &'f mut Fonts,
    reading: &'f mut Reading,
    spans: Vec<Span>,
}

/// What `q` keeps and `Q` brings back.
#[derive(Clone)]
struct State {
    matrix: Matrix,
    font: Option<*const Dictionary>,
    size: f32,
    character_space: f32,
    word_space: f32,
    scale: f32,
    leading: f32,
    rise: f32,
}

impl<'a> Drawing<'_, 'a> {
    fn draw(
        &mut self,
        content: &[u8],
        named: &std::collections::BTreeMap<Vec<u8>, &'a Dictionary>,
        resources: &[&'a Dictionary],
        matrix: Matrix,
        depth: usize,
    ) {
        let Ok(content) = Content::decode(content) else { return };
        let mut state = State {
            matrix,
            font: None,
            size: 0.0,
            character_space: 0.0,
            word_space: 0.0,
            scale: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut kept: Vec<State> = Vec::new();
        let (mut text, mut line) = (IDENTITY, IDENTITY);
        // How many marked stretches are open, and which of them began an artifact.
        let (mut marked, mut artifact) = (0_usize, None);
        for Operation { operator, operands } in &content.operations {
            self.reading.operations += 1;
            if self.reading.operations > OPERATIONS_MAX {
                self.reading.is_cut_short = true;
                return;
            }
            let number = |index: usize| {
                operands.get(index).and_then(|value| value.as_float().ok()).unwrap_or_default()
            };
            let moved = |line: Matrix, x: f32, y: f32| multiplied([1.0, 0.0, 0.0, 1.0, x, y], line);
            match operator.as_str() {
                "q" if kept.len() < 1000 => kept.push(state.clone()),
                "Q" => state = kept.pop().unwrap_or(state),
                "cm" => {
                    let inner = std::array::from_fn(number);
                    state.matrix = multiplied(inner, state.matrix);
                }
                "BT" => (text, line) = (IDENTITY, IDENTITY),
                "Tf" => {
                    let font = operands.first().and_then(|name| named.get(name.as_name().ok()?));
                    state.font = font.map(|font| self.font(font));
                    state.size = number(1);
                }
                "Tc" => state.character_space = number(0),
                "Tw" => state.word_space = number(0),
                "Tz" => state.scale = number(0) / 100.0,
                "TL" => state.leading = number(0),
                "Ts" => state.rise = number(0),
                "Td" | "TD" => {
                    if operator == "TD" {
                        state.leading = -number(1);
                    }
                    line = moved(line, number(0), number(1));
                    text = line;
                }
                "Tm" => {
                    line = std::array::from_fn(number);
                    text = line;
                }
                "T*" | "'" | "\"" => {
                    line = moved(line, 0.0, -state.leading);
                    text = line;
                }
                _ => {}
            }
            match operator.as_str() {
                "Tj" | "TJ" | "'" | "\"" => {
                    if operator == "\"" {
                        (state.word_space, state.character_space) = (number(0), number(1));
                    }
                    if let Some(shown) = operands.last() {
                        self.show(shown, &state, &mut text, artifact.is_some());
                    }
                }
                "BMC" | "BDC" => {
                    marked += 1;
                    let tag = operands.first().and_then(|tag| tag.as_name().ok());
                    if artifact.is_none() && tag == Some(b"Artifact") {
                        artifact = Some(marked);
                    }
                }
                "EMC" => {
                    if artifact == Some(marked) {
                        artifact = None;
                    }
                    marked = marked.saturating_sub(1);
                }
                "Do" if depth < DEPTH_MAX && artifact.is_none() => {
                    let name = operands.first().and_then(|name| name.as_name().ok());
                    if let Some(name) = name {
                        self.draw_form(name, resources, state.matrix, depth);
                    }
                }
                _ => {}
            }
        }
    }

    fn font(&mut self, font: &'a Dictionary) -> *const Dictionary {
        let key = std::ptr::from_ref(font);
        self.fonts.entry(key).or_insert_with(|| Font::of(self.file, font));
        key
    }

    /// Draws what another object holds.
    fn draw_form(&mut self, name: &[u8], resources: &[&'a Dictionary], matrix: Matrix, depth: usize) {
        let file = self.file;
        let dictionary =
            |value: &'a Object| file.dereference(value).and_then(|(_, value)| value.as_dict()).ok();
        let form = resources.iter().find_map(|resources| {
            let objects = resources.get(b"XObject").ok().and_then(dictionary)?;
            file.dereference(objects.get(name).ok()?).ok()?.1.as_stream().ok()
        });
        let is_form = |form: &&'a lopdf::Stream| {
            form.dict.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Form")
        };
        let Some(form) = form.filter(is_form) else { return };
        let Ok(content) = form.get_plain_content_with_limit(CONTENT_BYTES_MAX) else { return };
        let inner = form.dict.get(b"Resources").ok().and_then(dictionary);
        let fonts = inner.and_then(|inner| dictionary(inner.get(b"Font").ok()?));
        let named = fonts.map(|fonts| {
            fonts.iter().filter_map(|(name, font)| Some((name.clone(), dictionary(font)?))).collect()
        });
        let own = form.dict.get(b"Matrix").and_then(Object::as_array).ok();
        let own = own.map_or(IDENTITY, |values| {
            std::array::from_fn(|index| {
                values.get(index).and_then(|value| value.as_float().ok()).unwrap_or(IDENTITY[index])
            })
        });
        let resources: Vec<&'a Dictionary> = inner.into_iter().collect();
        // What is drawn over and over (a watermark in itself) is stopped by the count of operations.
        self.draw(&content, &named.unwrap_or_default(), &resources, multiplied(own, matrix), depth + 1);
    }

    /// Shows a string, or strings with gaps between them, from where `text` stands.
    fn show(&mut self, shown: &Object, state: &State, text: &mut Matrix, is_artifact: bool) {
        let Some(font) = state.font.and_then(|font| self.fonts.get(&font)) else { return };
        let mut span = Span::default();
        let place = |text: &Matrix| {
            multiplied([1.0, 0.0, 0.0, 1.0, 0.0, state.rise], multiplied(*text, state.matrix))
        };
        let at = place(text);
        // The height of the type, and whether it stands upright.
        span.size = state.size * (at[2].powi(2) + at[3].powi(2)).sqrt();
        let is_upright = at[0].abs() > at[1].abs();
        (span.x, span.y) = (at[4], at[5]);
        let parts = match shown {
            Object::Array(parts) => parts.as_slice(),
            one => std::slice::from_ref(one),
        };
        let mut lost = 0;
        for part in parts {
            let advance = match part {
                Object::String(bytes, _) => {
                    lost += font.decode(bytes, &mut span.text);
                    let (width, glyphs, spaces) = font.widths(bytes);
                    let spacing = glyphs as f32 * state.character_space + spaces as f32 * state.word_space;
                    (width / 1000.0 * state.size + spacing) * state.scale
                }
                gap => {
                    let gap = gap.as_float().unwrap_or_default();
                    // A gap of a fifth of the height is a space between words.
                    if gap < -180.0 && !span.text.ends_with(' ') && !span.text.is_empty() {
                        span.text.push(' ');
                    }
                    -gap / 1000.0 * state.size * state.scale
                }
            };
            *text = multiplied([1.0, 0.0, 0.0, 1.0, advance, 0.0], *text);
        }
        span.end_x = place(text)[4];
        self.reading.characters += span.text.len();
        self.reading.unreadable += lost;
        let is_finite = [span.x, span.y, span.end_x, span.size].iter().all(|value| value.is_finite());
        if is_upright && is_finite && !is_artifact && !span.text.is_empty() {
            self.spans.push(span);
        }
    }
}
