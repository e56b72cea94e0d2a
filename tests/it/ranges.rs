//! Whatever the bytes: documents keep their promises, in every format of the registry.

use ibid::format::{FORMATS, Receipt, read_as};
use proptest::prelude::*;

use crate::harness::root;

/// What is done to a file: cut a piece out, say it twice, or put in a piece of another.
#[derive(Clone, Debug)]
enum Harm {
    Cut(f64, usize),
    Repeat(f64, usize),
    Insert(f64, usize, f64),
    Write(f64, u8),
}

fn harm() -> impl Strategy<Value = Harm> {
    let place = || 0.0..1.0_f64;
    prop_oneof![
        (place(), 1..400_usize).prop_map(|(at, bytes)| Harm::Cut(at, bytes)),
        (place(), 1..400_usize).prop_map(|(at, bytes)| Harm::Repeat(at, bytes)),
        (place(), 1..400_usize, place()).prop_map(|(at, bytes, from)| Harm::Insert(at, bytes, from)),
        (place(), any::<u8>()).prop_map(|(at, byte)| Harm::Write(at, byte)),
    ]
}

/// Files of the fixtures and of the sample archive, none of them long.
fn seeds() -> Vec<Vec<u8>> {
    let mut folders = vec![root().join("tests/fixtures"), root().join("corpus")];
    let mut seeds = Vec::new();
    while let Some(folder) = folders.pop() {
        let mut paths: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        for path in paths {
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_none_or(|end| end != "expected") {
                let mut bytes = std::fs::read(path).unwrap();
                bytes.truncate(6000);
                seeds.push(bytes);
            }
        }
    }
    seeds
}

fn harmed(seeds: &[Vec<u8>], which: usize, harms: &[Harm]) -> Vec<u8> {
    let mut bytes = seeds[which % seeds.len()].clone();
    let other = &seeds[(which / 7) % seeds.len()];
    for harm in harms {
        let place = |at: f64, length: usize| (at * length as f64) as usize;
        match *harm {
            Harm::Cut(at, length) => {
                let start = place(at, bytes.len());
                bytes.drain(start..(start + length).min(bytes.len()));
            }
            Harm::Repeat(at, length) => {
                let start = place(at, bytes.len());
                let piece = bytes[start..(start + length).min(bytes.len())].to_vec();
                bytes.splice(start..start, piece);
            }
            Harm::Insert(at, length, from) => {
                let (start, from) = (place(at, bytes.len()), place(from, other.len()));
                let piece = other[from..(from + length).min(other.len())].to_vec();
                bytes.splice(start..start, piece);
            }
            Harm::Write(at, byte) => {
                let start = place(at, bytes.len());
                if let Some(there) = bytes.get_mut(start) {
                    *there = byte;
                }
            }
        }
    }
    bytes
}

#[test]
fn ranges_and_times_hold_whatever_the_bytes() {
    let seeds = seeds();
    let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig::with_cases(150));
    let strategy = (any::<usize>(), prop::collection::vec(harm(), 0..6));
    runner
        .run(&strategy, |(which, harms)| {
            let bytes = harmed(&seeds, which, &harms);
            for format in FORMATS {
                // Some are known by what they say, whatever they are called.
                let extension = format.extensions.first().unwrap_or(&"txt");
                let path = format!("show/2021-03-04-ep12.{extension}");
                let documents = read_as(format, &path, &bytes, &mut Receipt::default()).unwrap_or_default();
                for document in &documents {
                    prop_assert_eq!(document.check(), Ok(()), "as {}", format.name);
                }
            }
            Ok(())
        })
        .unwrap();
}
