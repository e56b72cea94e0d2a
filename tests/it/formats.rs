//! The sample archive, file by file: what each becomes.

use crate::harness::Archive;

#[test]
fn every_file_of_the_sample_archive_is_read() {
    let archive = Archive::sample();
    let run = archive.ibid(["index", "-v"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    let skipped: Vec<&str> =
        run.stderr.lines().filter(|line| line.starts_with("  ") && !line.contains(": hidden")).collect();
    assert!(skipped.is_empty(), "{skipped:?}");
    let exported = archive.ibid(["export"]).stdout;
    let mut rows: Vec<String> = Vec::new();
    for line in exported.lines() {
        let document: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = |name: &str| document[name].as_str().unwrap_or("-").to_owned();
        let count = |name: &str| document[name].as_array().map_or(0, Vec::len);
        rows.push(format!(
            "{}{} | {} | {} | {} | {} | {} | speakers {} | blocks {} | times {}",
            text("path"),
            document["part"].as_str().map_or_else(String::new, |part| format!("#{part}")),
            text("format"),
            text("kind"),
            text("title"),
            text("date"),
            text("language"),
            count("speakers"),
            count("blocks"),
            count("times")
        ));
    }
    insta::assert_snapshot!(rows.join("\n"));
}
