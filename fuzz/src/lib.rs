//! What must hold whatever the bytes: said once, for the targets of all formats.

use std::sync::Once;
use std::time::Duration;

use ibid::document::Document;
use ibid::format::{self, FORMATS, Receipt, Unreadable};

/// Names of files that more than their ending is read of; the endings of all formats come before them.
const NAMES: [&str; 12] = [
    "ladders",
    "ladders.cfg",
    "2021-03-04.txt.gz",
    "show/12 - Ada Moss on Ladders.en.vtt",
    "show/S02E07 ladders [dQw4w9WgXcQ].txt",
    "blog/_posts/2021-03-04-ladders.md",
    "blog/2021/03/ladders/index.html",
    "Ladders 0123456789abcdef0123456789abcdef.md",
    "posts/draft_ladders.html",
    "WhatsApp Chat with Ada Moss.txt",
    "export/conversations.json",
    "queries.jsonl",
];

/// Reads `bytes` as the format of this name.
///
/// # Panics
/// When the format's parser does, when a document breaks a promise of `Document::check`, or when
/// more of the same takes longer than it should.
pub fn check(name: &str, bytes: &[u8]) {
    let format =
        FORMATS.iter().find(|format| format.name == name).expect("a target is named after its format");
    let path = path(format.extensions.first().unwrap_or(&"txt"));
    hold(bytes, |bytes, receipt| format::read_as(format, &path, bytes, receipt));
}

/// Reads a file from its name on: `bytes` are the file's, behind a first one that says what it is called.
///
/// # Panics
/// As [`check`] does, whichever format the file is taken for.
pub fn check_reading(bytes: &[u8]) {
    let Some((&called, bytes)) = bytes.split_first() else { return };
    let mut extensions: Vec<&str> = FORMATS.iter().flat_map(|format| format.extensions).copied().collect();
    extensions.sort_unstable();
    extensions.dedup();
    let called = usize::from(called) % (extensions.len() + NAMES.len());
    let path = extensions
        .get(called)
        .map_or_else(|| NAMES[called - extensions.len()].to_owned(), |extension| path(extension));
    hold(bytes, |bytes, receipt| format::read(&path, bytes, receipt));
}

fn path(extension: &str) -> String {
    format!("show/2021-03-04-ep12.{extension}")
}

/// Holds that `bytes`, and a few times as many, are read without a fault, and twice to the same.
fn hold(bytes: &[u8], read: impl Fn(&[u8], &mut Receipt) -> Result<Vec<Document>, Unreadable>) {
    // libFuzzer's hook ends the process on any panic; those that a parser contains are no fault.
    static HOOK: Once = Once::new();
    HOOK.call_once(|| drop(std::panic::take_hook()));
    let sound = |bytes: &[u8]| {
        let mut receipt = Receipt::default();
        let documents = read(bytes, &mut receipt);
        // What fails here is told in words only, as is what fails inside of something else.
        let reasons =
            receipt.warnings.iter().cloned().chain(documents.as_ref().err().map(Unreadable::to_string));
        for reason in reasons {
            assert!(!reason.contains("the reader of this format failed on it"), "{reason}");
        }
        for document in documents.iter().flatten() {
            assert_eq!(document.check(), Ok(()));
        }
    };
    sound(bytes);
    // A sample, told by the bytes so that it can be run again.
    let sum = bytes.iter().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte)));
    if sum % 64 == 0 && !bytes.is_empty() {
        hold_linear(bytes, sound);
    }
    // No order of a hash table is in what is read.
    if sum % 8 == 1 {
        let again = || read(bytes, &mut Receipt::default());
        assert_eq!(again(), again());
    }
}

/// Four times the input may take four times as long, and as much again for noise; not sixteen times. One step
/// alone may be what is only done from some size on.
fn hold_linear(bytes: &[u8], sound: impl Fn(&[u8])) {
    const BYTES: usize = 32 * 1024;
    let time = |size: usize| {
        let input = bytes.repeat(size.div_ceil(bytes.len()));
        let start = processor_time();
        sound(&input);
        processor_time() - start
    };
    let is_steep = |less: Duration, more: Duration| more >= Duration::from_millis(400) && more >= 9 * less;
    let (less, more) = (time(BYTES), time(4 * BYTES));
    if is_steep(less, more) {
        let most = time(16 * BYTES);
        assert!(!is_steep(more, most), "{less:?} became {more:?} and {most:?}");
    }
}

fn processor_time() -> Duration {
    let mut time = libc::timespec { tv_sec: 0, tv_nsec: 0 };
    // SAFETY: the clock exists on every system that libFuzzer runs on, and `time` outlives the call.
    unsafe { libc::clock_gettime(libc::CLOCK_THREAD_CPUTIME_ID, &mut time) };
    Duration::new(time.tv_sec as u64, time.tv_nsec as u32)
}
