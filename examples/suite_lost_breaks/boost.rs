//! Grows trees by gradient boosting of the logistic loss (Friedman 2001), best leaf first over
//! histograms as in LightGBM (Ke et al. 2017). Traits are bytes, so that a histogram is exact. Kinds
//! are put into the order of their gradients, which finds the best split into two sets (Fisher 1958).

use ibid::clean::lost_breaks::training;

/// Places with their traits, a column for each trait.
pub(crate) struct Places {
    pub columns: Vec<Vec<u8>>,
    pub labels: Vec<bool>,
    pub weights: Vec<f32>,
}

const TREES: usize = 240;
const LEAVES_MAX: usize = 24;
const RATE: f64 = 0.08;
/// The share of the traits, and of the places, that each tree sees.
const TRAITS_SHARE: f64 = 0.5;
const PLACES_SHARE: f64 = 0.8;
const LEAF_PLACES_MIN: usize = 20;
const RIDGE: f64 = 2.0;
/// Kinds are told apart by more evidence, and only those that are not rare.
const RIDGE_OF_KINDS: f64 = 10.0;
const KIND_PLACES_MIN: usize = 10;
const KINDS: usize = 32;

#[derive(Clone, Copy, Debug, Default)]
struct Sum {
    gradient: f64,
    hessian: f64,
    count: usize,
}

impl Sum {
    fn add(&mut self, other: Self) {
        self.gradient += other.gradient;
        self.hessian += other.hessian;
        self.count += other.count;
    }

    fn without(self, other: Self) -> Self {
        Self {
            gradient: self.gradient - other.gradient,
            hessian: self.hessian - other.hessian,
            count: self.count - other.count,
        }
    }

    fn gain(self, ridge: f64) -> f64 {
        self.gradient * self.gradient / (self.hessian + ridge)
    }
}

#[derive(Clone, Copy, Debug)]
enum Question {
    Below(u8),
    Among(u32),
}

impl Question {
    fn is_met(self, value: u8) -> bool {
        match self {
            Self::Below(limit) => value < limit,
            Self::Among(kinds) => kinds >> (value & 31) & 1 == 1,
        }
    }
}

#[derive(Clone, Copy, Debug)]
struct Split {
    gain: f64,
    about: usize,
    question: Question,
}

enum Node {
    Leaf { rows: Vec<u32>, sum: Sum, histogram: Vec<Sum>, best: Option<Split> },
    Split { split: Split, met: usize, not_met: usize },
}

/// Grows the trees and writes their table.
pub(crate) fn grow(places: &Places) -> String {
    let traits = training::traits();
    let rows = places.labels.len();
    let mut random = Random(0x1234_5678_9ABC_DEF1);
    let total: f64 = places.weights.iter().map(|weight| f64::from(*weight)).sum();
    let right: f64 = places
        .weights
        .iter()
        .zip(&places.labels)
        .filter(|(_, label)| **label)
        .map(|(w, _)| f64::from(*w))
        .sum();
    let start = (right / (total - right)).ln();
    let mut scores = vec![start; rows];
    let mut gradients = vec![(0f32, 0f32); rows];
    let mut table = format!("{}\n", thousandths(start));
    for _ in 0..TREES {
        for (row, gradient) in gradients.iter_mut().enumerate() {
            let p = 1.0 / (1.0 + (-scores[row]).exp());
            let weight = f64::from(places.weights[row]);
            let error = p - f64::from(u8::from(places.labels[row]));
            *gradient = ((weight * error) as f32, (weight * p * (1.0 - p)) as f32);
        }
        let seen: Vec<usize> = (0..traits.len()).filter(|_| random.next() < TRAITS_SHARE).collect();
        let bag: Vec<u32> = (0..rows as u32).filter(|_| random.next() < PLACES_SHARE).collect();
        let nodes = tree(places, &traits, &seen, bag, &gradients);
        write(&nodes, 0, &traits, &mut table);
        table.push('\n');
        for (row, score) in scores.iter_mut().enumerate() {
            *score += value_at(&nodes, places, row);
        }
    }
    table
}

fn tree(
    places: &Places,
    traits: &[(&str, bool)],
    seen: &[usize],
    bag: Vec<u32>,
    gradients: &[(f32, f32)],
) -> Vec<Node> {
    let leaf = |rows: Vec<u32>, histogram: Vec<Sum>| {
        let mut sum = Sum::default();
        histogram[..256].iter().for_each(|bin| sum.add(*bin));
        let best = best_split(&histogram, sum, seen, traits);
        Node::Leaf { rows, sum, histogram, best }
    };
    let histogram = histogram_of(places, &bag, seen, gradients);
    let mut nodes = vec![leaf(bag, histogram)];
    for _ in 1..LEAVES_MAX {
        let gain = |node: &Node| match node {
            Node::Leaf { best: Some(split), .. } => split.gain,
            _ => 0.0,
        };
        let best = (0..nodes.len()).max_by(|a, b| gain(&nodes[*a]).total_cmp(&gain(&nodes[*b])));
        let Some(best) = best.filter(|best| gain(&nodes[*best]) > 0.0) else { break };
        let (met, not_met) = (nodes.len(), nodes.len() + 1);
        let Node::Leaf { best: Some(split), .. } = nodes[best] else { break };
        let parent = std::mem::replace(&mut nodes[best], Node::Split { split, met, not_met });
        let Node::Leaf { rows, histogram, .. } = parent else { break };
        let column = &places.columns[split.about];
        let (inside, outside): (Vec<u32>, Vec<u32>) =
            rows.into_iter().partition(|row| split.question.is_met(column[*row as usize]));
        // The histogram of the larger part is what the smaller one leaves.
        let small = if inside.len() < outside.len() { &inside } else { &outside };
        let of_small = histogram_of(places, small, seen, gradients);
        let of_large = histogram.iter().zip(&of_small).map(|(all, small)| all.without(*small)).collect();
        let (of_inside, of_outside) =
            if inside.len() < outside.len() { (of_small, of_large) } else { (of_large, of_small) };
        nodes.push(leaf(inside, of_inside));
        nodes.push(leaf(outside, of_outside));
    }
    nodes
}

fn histogram_of(places: &Places, rows: &[u32], seen: &[usize], gradients: &[(f32, f32)]) -> Vec<Sum> {
    let mut histogram = vec![Sum::default(); 256 * seen.len()];
    for (about, bins) in seen.iter().zip(histogram.chunks_mut(256)) {
        let column = &places.columns[*about];
        for row in rows {
            let (gradient, hessian) = gradients[*row as usize];
            let bin = &mut bins[usize::from(column[*row as usize])];
            bin.gradient += f64::from(gradient);
            bin.hessian += f64::from(hessian);
            bin.count += 1;
        }
    }
    histogram
}

fn best_split(histogram: &[Sum], sum: Sum, seen: &[usize], traits: &[(&str, bool)]) -> Option<Split> {
    let mut best: Option<Split> = None;
    let mut offer = |part: Sum, ridge: f64, about: usize, question: Question| {
        let rest = sum.without(part);
        if part.count < LEAF_PLACES_MIN || rest.count < LEAF_PLACES_MIN {
            return;
        }
        let gain = part.gain(ridge) + rest.gain(ridge) - sum.gain(ridge);
        if gain > best.map_or(1e-6, |best| best.gain) {
            best = Some(Split { gain, about, question });
        }
    };
    for (about, bins) in seen.iter().zip(histogram.chunks(256)) {
        let mut part = Sum::default();
        if !traits[*about].1 {
            for value in 0..255u8 {
                if bins[usize::from(value)].count > 0 {
                    part.add(bins[usize::from(value)]);
                    offer(part, RIDGE, *about, Question::Below(value + 1));
                }
            }
            continue;
        }
        let mut kinds: Vec<usize> = (0..KINDS).filter(|kind| bins[*kind].count >= KIND_PLACES_MIN).collect();
        let mean = |kind: usize| bins[kind].gradient / (bins[kind].hessian + RIDGE_OF_KINDS);
        kinds.sort_by(|a, b| mean(*a).total_cmp(&mean(*b)));
        // Rare kinds go with those that the question is not about.
        for order in [kinds.clone(), kinds.into_iter().rev().collect()] {
            let (mut part, mut set) = (Sum::default(), 0);
            for kind in order {
                part.add(bins[kind]);
                set |= 1 << kind;
                offer(part, RIDGE + RIDGE_OF_KINDS, *about, Question::Among(set));
            }
        }
    }
    best
}

fn value(sum: Sum) -> f64 {
    let value = -RATE * sum.gradient / (sum.hessian + RIDGE);
    f64::from(thousandths(value)) / 1000.0
}

fn thousandths(value: f64) -> i32 {
    (1000.0 * value).round() as i32
}

fn value_at(nodes: &[Node], places: &Places, row: usize) -> f64 {
    let mut at = 0;
    loop {
        match &nodes[at] {
            Node::Leaf { sum, .. } => return value(*sum),
            Node::Split { split, met, not_met } => {
                let is_met = split.question.is_met(places.columns[split.about][row]);
                at = if is_met { *met } else { *not_met };
            }
        }
    }
}

fn write(nodes: &[Node], at: usize, traits: &[(&str, bool)], table: &mut String) {
    match &nodes[at] {
        Node::Leaf { sum, .. } => table.push_str(&thousandths(value(*sum)).to_string()),
        Node::Split { split, met, not_met } => {
            let name = traits[split.about].0;
            match split.question {
                Question::Below(limit) => table.push_str(&format!("{name} < {limit} ")),
                Question::Among(set) => {
                    let kinds = (0..KINDS).filter(|kind| set >> kind & 1 == 1);
                    let kinds: Vec<String> = kinds.map(|kind| kind.to_string()).collect();
                    table.push_str(&format!("{name} in {} ", kinds.join(",")));
                }
            }
            write(nodes, *met, traits, table);
            table.push(' ');
            write(nodes, *not_met, traits, table);
        }
    }
}

/// Numbers that look random and are always the same (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    /// The next one, from 0 up to 1.
    fn next(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) as f64 / (1u64 << 53) as f64
    }
}
