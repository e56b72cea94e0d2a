//! The README's recipes, run with the tools they name where those are installed.

use std::path::Path;
use std::process::Command;

use crate::harness::{Archive, root, run};

fn is_installed(tool: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(tool).is_file())
}

/// Runs the recipe that the README has under `name` in a shell, changed so that it asks nobody;
/// nothing where a tool is not installed.
fn cook(archive: &Archive, name: &str, tools: &[&str], change: impl Fn(String) -> String) -> Option<String> {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let recipes = readme.split("## Recipes").nth(1).unwrap().split("\n## ").next().unwrap();
    let recipe = recipes.split("```sh\n").find(|recipe| recipe.starts_with(&format!("# {name}\n")));
    let recipe = recipe.unwrap_or_else(|| panic!("no recipe `{name}`")).split("```").next().unwrap();
    if let Some(tool) = tools.iter().find(|tool| !is_installed(tool)) {
        println!("recipe `{name}` did not run: no {tool}");
        return None;
    }
    let ibid = Path::new(env!("CARGO_BIN_EXE_ibid")).parent().unwrap();
    let path = format!("{}:{}", ibid.display(), std::env::var("PATH").unwrap());
    let mut command = archive.command();
    let folder = command.get_current_dir().unwrap().to_owned();
    command = Command::new("sh");
    command.current_dir(folder).env("PATH", path).args(["-c", &change(recipe.to_owned())]);
    let run = run(&mut command);
    assert_eq!(run.code, 0, "{name}: {}{}", run.stdout, run.stderr);
    Some(run.stdout)
}

#[cfg(unix)]
#[test]
fn recipes_work() {
    let archive = Archive::sample();
    assert_eq!(archive.ibid(["index"]).code, 0);
    let as_it_is = |recipe: String| recipe;
    if let Some(out) = cook(&archive, "files to another program", &["xargs", "wc"], as_it_is) {
        assert!(out.contains("corpus/loose-parts/") && out.contains("total"), "{out}");
    }
    if let Some(out) = cook(&archive, "a table with jq", &["jq"], as_it_is) {
        assert!(out.contains("2020-09-12\tThe flywheel comes to the reading room"), "{out}");
    }
    // An editor that asks for nothing counts the places and leaves.
    if cook(&archive, "a list of places in Vim", &["vim"], |recipe| {
        recipe.replace(
            "vim -q hits.txt",
            "vim -es -u NONE -q hits.txt -c \"call writefile([len(getqflist()), bufname('')], 'places')\" -c 'qa!' || true",
        )
    })
    .is_some()
    {
        let places = std::fs::read_to_string(archive.path("places")).unwrap();
        let hits = std::fs::read_to_string(archive.path("hits.txt")).unwrap();
        let first = hits.split(':').next().unwrap();
        assert_eq!(places, format!("{}\n{first}\n", hits.lines().count()));
    }
    if let Some(out) = cook(&archive, "choose with fzf, the document beside", &["fzf"], |recipe| {
        recipe.replace("fzf ", "fzf --filter reading ")
    }) {
        assert!(out.contains("\tThe flywheel comes to the reading room · "), "{out}");
        let mut fields = out.lines().next().unwrap().split('\t');
        let shown = archive.ibid(["show", fields.next().unwrap()]);
        assert!(shown.stdout.contains("The flywheel comes to the reading room"), "{}", shown.stderr);
        assert_eq!(archive.ibid(["show", fields.next().unwrap()]).code, 0);
    }
    // A recipe that asks nobody takes the first.
    if let Some(out) = cook(&archive, "the same with television", &["tv"], |recipe| {
        recipe.replace("tv --source", "tv --take-1-fast --source")
    }) {
        assert!(out.contains("corpus") || out.contains('/'), "{out}");
    }
    if cook(&archive, "clips as subtitles", &["awk"], as_it_is).is_some() {
        let clips = std::fs::read_to_string(archive.path("clips.srt")).unwrap();
        assert!(clips.starts_with("1\n00:0") && clips.contains(" --> "), "{clips}");
        // What ibid writes it reads.
        archive.write("clips/clips.srt", clips.as_bytes());
        assert_eq!(archive.ibid(["index"]).code, 0);
        assert_eq!(archive.json("path:clips flywheel")[0]["format"], "subrip");
        archive.remove("clips/clips.srt");
        assert_eq!(archive.ibid(["index"]).code, 0);
    }
    if cook(&archive, "passages for a language model", &[], as_it_is).is_some() {
        let prompt = std::fs::read_to_string(archive.path("prompt.md")).unwrap();
        assert!(prompt.starts_with("Answer") && prompt.contains("**flywheel**"), "{prompt}");
        assert!(
            prompt.contains("`loose-parts/ep012-the-engine-in-the-barn/loose-parts-012.vtt:"),
            "{prompt}"
        );
    }
    if let Some(out) = cook(&archive, "count many names at once", &[], as_it_is) {
        assert_eq!(out.lines().count(), 3, "{out}");
    }
    if let Some(out) = cook(&archive, "another archive, through the cleaned text", &["jq"], as_it_is) {
        assert!(out.contains("transcript"), "{out}");
    }
}
