//! What is printed as JSON is as `schema/` says.
//!
//! The check knows the few keywords that the schemas use and fails on any other. It is stricter
//! than they are: a field that no schema names is a mistake here, though readers must bear with it.

use serde_json::Value;

use crate::harness::{Archive, root, run};

/// Checks a value against `schema/NAME.json`, or against one of its definitions.
pub(crate) fn check(name: &str, definition: Option<&str>, value: &Value) {
    let text = std::fs::read_to_string(root().join("schema").join(format!("{name}.json"))).unwrap();
    let schema: Value = serde_json::from_str(&text).unwrap();
    let part = definition.map_or(&schema, |definition| &schema["$defs"][definition]);
    assert!(part.is_object(), "schema/{name}.json has no {definition:?}");
    if let Err(reason) = is_as(&schema, part, value) {
        panic!("schema/{name}.json: {reason}\n{value}");
    }
}

fn is_as(root: &Value, schema: &Value, value: &Value) -> Result<(), String> {
    let require =
        |holds: bool, what: &str| if holds { Ok(()) } else { Err(format!("{what}: {schema} {value}")) };
    for (keyword, wanted) in schema.as_object().unwrap() {
        match keyword.as_str() {
            "$schema" | "$defs" | "title" | "description" => {}
            "$ref" => {
                let name = wanted.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                is_as(root, &root["$defs"][name], value)?;
            }
            "oneOf" => {
                let fitting =
                    wanted.as_array().unwrap().iter().filter(|one| is_as(root, one, value).is_ok()).count();
                require(fitting == 1, "not exactly one fits")?;
            }
            "type" => {
                let is_of = |name: &Value| match name.as_str().unwrap() {
                    "null" => value.is_null(),
                    "string" => value.is_string(),
                    "boolean" => value.is_boolean(),
                    "integer" => value.is_u64() || value.is_i64(),
                    "number" => value.is_number(),
                    "array" => value.is_array(),
                    "object" => value.is_object(),
                    other => panic!("unknown type {other}"),
                };
                require(
                    wanted.as_array().map_or_else(|| is_of(wanted), |names| names.iter().any(is_of)),
                    "type",
                )?;
            }
            "const" => require(value == wanted, "const")?,
            "enum" => require(wanted.as_array().unwrap().contains(value), "enum")?,
            "minimum" => {
                require(value.as_f64().is_none_or(|number| number >= wanted.as_f64().unwrap()), "minimum")?;
            }
            "minItems" => {
                require(
                    value.as_array().is_none_or(|items| items.len() as u64 >= wanted.as_u64().unwrap()),
                    "items",
                )?;
            }
            "maxItems" => {
                require(
                    value.as_array().is_none_or(|items| items.len() as u64 <= wanted.as_u64().unwrap()),
                    "items",
                )?;
            }
            "items" => {
                for item in value.as_array().into_iter().flatten() {
                    is_as(root, wanted, item)?;
                }
            }
            "required" => {
                for name in wanted.as_array().unwrap() {
                    require(value.get(name.as_str().unwrap()).is_some(), &format!("no {name}"))?;
                }
            }
            "properties" => {
                for (name, value) in value.as_object().into_iter().flatten() {
                    let property = wanted.get(name).ok_or_else(|| format!("`{name}` is in no schema"))?;
                    is_as(root, property, value).map_err(|reason| format!("{name}: {reason}"))?;
                }
            }
            // Only what is named, as everywhere here.
            "additionalProperties" if wanted == &Value::Bool(false) => {}
            "additionalProperties" => {
                for value in value.as_object().into_iter().flat_map(serde_json::Map::values) {
                    is_as(root, wanted, value)?;
                }
            }
            other => panic!("the check does not know `{other}`"),
        }
    }
    Ok(())
}

#[test]
fn every_json_is_as_its_schema_says() {
    let archive = Archive::sample();
    assert_eq!(archive.ibid(["index"]).code, 0);
    for query in ["flywheel", "title:flywheel OR gutter", "unicorn", "land tax walter", "*"] {
        let lines = archive.ibid(["search", "-n", "50", "-m", "3", "--format", "jsonl", query]).stdout;
        for line in lines.lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            check("search", Some(line["type"].as_str().unwrap()), &line);
        }
        let answer = archive.ibid(["search", "--format", "json", query]).stdout;
        check("search", Some("answer"), &serde_json::from_str(&answer).unwrap());
    }
    std::fs::write(archive.path("queries"), "a\tflywheel\nb\ttitel:x\nland tax\n").unwrap();
    let many = archive.ibid(["search", "--queries", "queries", "--format", "json"]);
    assert_eq!(many.code, 2);
    check("search", Some("answers"), &serde_json::from_str(&many.stdout).unwrap());
    let many = archive.ibid(["search", "--queries", "queries", "--format", "jsonl"]).stdout;
    for line in many.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        check("search", Some(line["type"].as_str().unwrap()), &line);
    }
    for line in archive.ibid(["export"]).stdout.lines() {
        check("document", None, &serde_json::from_str(line).unwrap());
    }
    let shown = archive.ibid(["show", "--json", "loose-parts-012.vtt"]).stdout;
    check("document", None, &serde_json::from_str(&shown).unwrap());
    let status = archive.ibid(["status", "--json"]).stdout;
    check("status", None, &serde_json::from_str(&status).unwrap());
}

#[test]
fn rows_of_every_command_are_as_their_schemas_say() {
    let archive = Archive::sample();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let runs: [(&str, &[&str]); 5] = [
        ("kwic", &["kwic", "flywheel"]),
        ("trend", &["trend", "--per", "speaker", "flywheel", "gutter"]),
        ("trend", &["trend", "--by", "quarter", "flywheel"]),
        ("first", &["first", "-n", "50", "flywheel"]),
        ("facets", &["facets", "flywheel OR gutter"]),
    ];
    for (name, arguments) in runs {
        let out = |format: &str| archive.ibid([arguments, &["--format", format]].concat()).stdout;
        let rows: Vec<Value> = out("jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert!(rows.len() > 1, "{arguments:?}");
        rows.iter().for_each(|row| check(name, Some("row"), row));
        check(name, Some("answer"), &serde_json::from_str(&out("json")).unwrap());
        // Tables have the same rows, and no line more.
        for format in ["csv", "tsv"] {
            assert_eq!(out(format).lines().count(), rows.len() + 1, "{arguments:?} {format}");
        }
    }
    for text in ["nobody ever unveils a gutter", "Nobody unveils a gutter", "unicorns of the sea bed"] {
        let out = |format: &str| archive.ibid(["quote", "--format", format, text]).stdout;
        for line in out("jsonl").lines() {
            let line: Value = serde_json::from_str(line).unwrap();
            check("quote", line["type"].as_str(), &line);
        }
        check("quote", Some("answer"), &serde_json::from_str(&out("json")).unwrap());
        assert!(out("csv").starts_with("fidelity,similarity,"));
    }
    std::fs::write(archive.path("topics.tsv"), "1\tflywheel\n2\tgutter\n").unwrap();
    std::fs::write(
        archive.path("qrels"),
        "1 0 loose-parts/ep012-the-engine-in-the-barn/loose-parts-012.vtt 1\n",
    )
    .unwrap();
    let eval = archive.ibid(["eval", "--per-topic", "--format", "jsonl", "topics.tsv", "qrels"]);
    assert_eq!(eval.stdout.lines().count(), 2, "{}", eval.stderr);
    for line in eval.stdout.lines() {
        let line: Value = serde_json::from_str(line).unwrap();
        check("eval", line["type"].as_str(), &line);
    }
    std::fs::write(archive.path("queries"), "flywheel\n\"land value\"\n").unwrap();
    let bench = archive.ibid(["bench", "--json", "--runs", "1", "--seconds", "0", "queries"]);
    assert_eq!(bench.code, 0, "{}", bench.stderr);
    check("bench", None, &serde_json::from_str(&bench.stdout).unwrap());
    let ingest = archive.ibid(["bench", "index", "--json", "corpus"]);
    assert_eq!(ingest.code, 0, "{}", ingest.stderr);
    check("bench-index", None, &serde_json::from_str(&ingest.stdout).unwrap());
    let receipt = archive.ibid(["ingest", "--explain", "--json", "corpus"]).stdout;
    assert!(receipt.lines().count() > 10);
    for line in receipt.lines() {
        check("receipt", None, &serde_json::from_str(line).unwrap());
    }
}

#[test]
fn rows_have_the_fields_that_were_asked_for() {
    let archive = Archive::sample();
    let help = run(archive.command().args(["help", "output"])).stdout;
    let fields = help.split("FIELDS\n").nth(1).unwrap().lines();
    let fields: Vec<&str> = fields.filter_map(|line| line.split_whitespace().next()).collect();
    assert!(fields.len() > 25, "{fields:?}");
    let all = fields.join(",");
    let rows = archive.ibid(["search", "--format", "jsonl", "--fields", &all, "-m", "2", "flywheel"]).stdout;
    for row in rows.lines() {
        let row: Value = serde_json::from_str(row).unwrap();
        assert_eq!(row.as_object().unwrap().len(), fields.len());
        check("search", Some("row"), &row);
    }
    // Both tables hold the same.
    let table =
        |format: &str| archive.ibid(["search", "--format", format, "--fields", &all, "flywheel"]).stdout;
    assert_eq!(table("tsv").lines().next().unwrap(), fields.join("\t"));
    assert_eq!(table("csv").lines().next().unwrap(), all);
    assert_eq!(table("csv").lines().count(), table("tsv").lines().count());
}
