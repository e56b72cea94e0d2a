//! Every dependency is under a licence that asks for no more than its name.

use std::process::Command;

use crate::harness::root;

const PERMISSIVE: [&str; 13] = [
    "MIT",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "CC0-1.0",
    "Unlicense",
    "Unicode-3.0",
    "BSL-1.0",
];

#[test]
fn every_licence_is_permissive() {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .current_dir(root())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let metadata: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap();
    assert!(packages.len() > 50);
    let mut refused = Vec::new();
    for package in packages.iter().filter(|package| package["source"].is_string()) {
        let licence = package["license"].as_str().unwrap_or_default();
        // "A OR B" leaves the choice; "A AND B" and the old "A/B" (which meant OR) are taken apart too.
        let is_permissive = licence.split(" OR ").flat_map(|licence| licence.split('/')).any(|choice| {
            let parts = choice.split(" AND ").map(|part| part.trim().trim_matches(['(', ')']).trim());
            parts.clone().count() > 0 && parts.into_iter().all(|part| PERMISSIVE.contains(&part))
        });
        if !is_permissive {
            refused.push(format!("{} {}: {licence}", package["name"], package["version"]));
        }
    }
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}
