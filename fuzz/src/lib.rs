//! What must hold whatever the bytes: said once, for the targets of all formats.

use std::sync::Once;
use std::time::Duration;

use ibid::format::{FORMATS, Format, Receipt, read_as};

/// Reads `bytes` as the format of this name.
///
/// # Panics
/// When the format's parser does, when a document breaks a promise of `Document::check`, or when
/// more of the same takes longer than it should.
pub fn check(name: &str, bytes: &[u8]) {
    // libFuzzer's hook ends the process on any panic; those that a parser contains are no fault.
    static HOOK: Once = Once::new();
    HOOK.call_once(|| drop(std::panic::take_hook()));
    let format =
        FORMATS.iter().find(|format| format.name == name).expect("a target is named after its format");
    read(format, bytes);
    // A sample, told by the bytes so that it can be run again.
    let sum = bytes.iter().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(*byte)));
    if sum % 64 == 0 && !bytes.is_empty() {
        check_linear(format, bytes);
    }
}

fn read(format: &Format, bytes: &[u8]) {
    let extension = format.extensions.first().unwrap_or(&"txt");
    let path = format!("show/2021-03-04-ep12.{extension}");
    let mut receipt = Receipt::default();
    let documents = read_as(format, &path, bytes, &mut receipt).unwrap_or_default();
    for document in &documents {
        assert_eq!(document.check(), Ok(()));
    }
    // What is read inside of something else is contained there.
    let has_failed = |warning: &String| warning.contains("the reader of this format failed on it");
    assert!(!receipt.warnings.iter().any(has_failed), "{:?}", receipt.warnings);
}

/// Four times the input may take four times as long, and as much again for noise; not sixteen times. One step
/// alone may be what is only done from some size on.
fn check_linear(format: &Format, bytes: &[u8]) {
    const BYTES: usize = 32 * 1024;
    let time = |size: usize| {
        let input = bytes.repeat(size.div_ceil(bytes.len()));
        let start = processor_time();
        read(format, &input);
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
