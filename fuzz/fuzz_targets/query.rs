//! No text makes the query parser panic; what it reads, it prints as a query that reads the same.

#![no_main]

use ibid::query::{parse, parse_plain};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for parsed in [parse(text), parse_plain(text)] {
        match parsed {
            Ok(query) => {
                let printed = query.to_string();
                // What is escaped may grow past the cap on bytes.
                if printed.len() <= ibid::query::QUERY_BYTES_MAX {
                    let again = parse(&printed).expect("a query prints as a query");
                    assert_eq!(printed, again.to_string());
                }
            }
            Err(error) => {
                assert!(text.get(error.span.start..error.span.end).is_some());
                error.render(text);
            }
        }
    }
});
