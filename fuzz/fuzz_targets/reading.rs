//! The whole way of a file: what it is by its name and its bytes, and what is read, repaired and completed.
//! Its first byte says what it is called.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| ibid_fuzz::check_reading(bytes));
