//! Words of several languages: how they are typed, and what they are not.

use crate::harness::Archive;

/// The paths of the documents that are found, the best first, a line each.
fn paths(archive: &Archive, query: &str) -> String {
    archive.ibid(["search", "-m", "1", "--template", "{path}", query]).stdout
}

#[test]
fn a_word_is_found_however_it_is_typed() {
    let spanish = "# Los archivos\n\nLa información de la institución se guarda en la ciudad de París para siempre, y los \
                   archivos de la educación están en la biblioteca para que todos puedan leer lo que se escribió.\n";
    let other = "# El pan\n\nEste pan es para la cena, y las instituciones de la ciudad no saben nada para \
                 decir sobre la harina que se compra en el mercado para hacer pan por la mañana.\n";
    let korean = "# 등대\n\n등대지기는 밤마다 불을 켰다. 사람들은 그 불을 보고 돌아왔다. 등대는 언덕 위에 서 있었다. \
                  바다는 어두웠고 배는 천천히 들어왔다.\n";
    let archive = Archive::new(&[("a.md", spanish), ("b.md", other), ("c.md", korean)]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let found = |query: &str| paths(&archive, query);
    for query in ["informacion", "información", "educacion", "institucion", "PARIS", "Paris lang:es"] {
        assert!(found(query).starts_with("a.md"), "{query}: {}", found(query));
    }
    // Not what Spanish makes of `para`.
    assert_eq!(found("París").lines().count(), 1);
    let passage = &archive.json("Paris")[0]["passages"][0];
    let marked = archive.ibid(["search", "--template", "{marked}", "Paris"]).stdout;
    assert!(marked.contains("**París**") && !marked.contains("**para**"), "{passage}");
    for query in ["등대", "사람", "등대지기"] {
        assert_eq!(found(query), "c.md\n", "{query}");
    }
}

#[test]
fn what_a_hyphen_joins_is_found_written_as_one() {
    let page = |title: &str, what: &str| {
        format!(
            "# {title}\n\nThe keeper of the mill wrote an {what} to the town about the water, and waited.\n"
        )
    };
    let archive = Archive::new(&[
        ("a.md", &page("By hand", "e-mail")),
        ("b.md", &page("By wire", "email")),
        ("c.md", &page("By post", "e mail")),
        ("d.md", &page("By chain", "x-e-mail")),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let found = |query: &str| {
        let found = paths(&archive, query);
        let mut found: Vec<&str> = found.lines().collect();
        found.sort_unstable();
        found.join(" ")
    };
    assert_eq!(found("email"), "a.md b.md");
    assert_eq!(paths(&archive, "email").lines().next(), Some("b.md"));
    assert_eq!(found("emails"), "a.md b.md");
    assert_eq!(found("e-mail"), "a.md b.md c.md d.md");
    assert_eq!(found("\"e-mail\""), "a.md c.md d.md");
    assert_eq!(found("=email"), "b.md");
    let marked = |query: &str| archive.ibid(["search", "--template", "{marked}", query]).stdout;
    assert!(marked("email path:a.md").contains("an **e-mail** to"), "{}", marked("email path:a.md"));
    assert!(marked("mail path:a.md").contains("an e-**mail** to"), "{}", marked("mail path:a.md"));
    let kwic = archive.ibid(["kwic", "--format", "jsonl", "e-mail"]).stdout;
    assert_eq!(kwic.lines().filter(|line| line.contains("\"path\"")).count(), 4, "{kwic}");
}

#[test]
fn few_words_are_rather_those_that_were_typed() {
    let archive = Archive::new(&[
        (
            "a.md",
            "# Madness\n\nThe madness came in spring, and madness it was called. Such madness goes with the rest.\n",
        ),
        (
            "b.md",
            "# Sunday\n\nIn the old church stood two mad organs that nobody had heard for a long time there.\n",
        ),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(paths(&archive, "mad"), "b.md\na.md\n");
    assert_eq!(paths(&archive, "madness"), "a.md\nb.md\n");
}

#[test]
fn a_passage_is_rather_of_the_word_as_it_was_typed() {
    let much = "An order came, and the order was obeyed. ".repeat(30);
    let archive = Archive::new(&[
        ("a.md", &format!("# Orders\n\n{much}\n\nIn the end they left in an orderly way.\n\n{much}\n")),
        (
            "b.md",
            "# The door\n\nThe orderly opened the door, and an orderly life began for all of them there.\n",
        ),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(paths(&archive, "orderly"), "b.md\na.md\n");
    let shown = |arguments: &[&str]| {
        let asked = [&["search", "--template", "{text}", "path:a.md"], arguments].concat();
        archive.ibid(asked).stdout
    };
    let first = archive.json("orderly path:a.md")[0]["passages"][0]["text"].clone();
    assert!(first.as_str().unwrap().contains("orderly way"), "{first}");
    assert_eq!(shown(&["-m", "3", "orderly"]).lines().count(), 2);
}

#[test]
fn a_pattern_sees_all_of_a_path() {
    let long = format!("{}/{}.md", "f".repeat(90), "n".repeat(90));
    let archive =
        Archive::new(&[(&long, "# One\n\nA lamp.\n"), ("b.txt", "A lamp of brass stood on the table.\n")]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    assert_eq!(paths(&archive, "path:*.md"), format!("{long}\n"));
    assert_eq!(paths(&archive, &format!("path:*{}.md", "n".repeat(90))), format!("{long}\n"));
}

#[test]
fn what_is_known_of_a_document_at_all_can_be_asked() {
    let archive = Archive::new(&[
        ("a.md", "---\ndate: 2021-05-01\n---\n# One\n\nA lamp of brass.\n"),
        ("b.md", "# Two\n\n1 2 3 4 lamp\n"),
        ("c.vtt", "WEBVTT\n\n00:01.000 --> 00:02.000\n<v Jerod Lisle>So a lamp.\n"),
    ]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let check = |query: &str, expected: &str| {
        assert_eq!(paths(&archive, query), expected, "{query}");
    };
    check("lamp date:*", "a.md\n");
    check("lamp t:*", "c.vtt\n");
    let unknown = paths(&archive, "lang:unknown");
    let known = paths(&archive, "lang:*");
    assert_eq!(unknown.lines().count() + known.lines().count(), 3, "{unknown}{known}");
    let asked = archive.ibid(["search", "speaker:jerrod lamp"]);
    assert!(asked.stderr.contains("jerod"), "{}", asked.stderr);
    let asked = archive.ibid(["search", "-title:one lamp"]);
    assert!(asked.stderr.contains("-- '-title:one lamp'"), "{}", asked.stderr);
}

#[test]
fn what_a_search_shows_can_be_named() {
    let archive = Archive::new(&[(
        "a.md",
        "# One\n\nNothing here. Of brass nothing. The lamp of the pier was lit. It rained.\n",
    )]);
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let citation = archive.ibid(["search", "--template", "{citation}", "lamp"]).stdout;
    assert_eq!(archive.json("lamp")[0]["passages"][0]["citation"], citation.trim());
    let cited = archive.ibid(["cite", citation.trim()]);
    assert!(cited.stdout.contains("The lamp of the pier"), "{}{}", cited.stdout, cited.stderr);
}

#[test]
fn a_damaged_index_has_its_own_exit_code() {
    let archive = Archive::sample();
    assert_eq!(archive.ibid(["index", "-q"]).code, 0);
    let generation = archive.path("index").join("1");
    let files: Vec<_> = std::fs::read_dir(&generation).unwrap().map(|entry| entry.unwrap().path()).collect();
    for file in files {
        let is_postings = file
            .extension()
            .is_some_and(|ending| ["term", "idx", "fast"].iter().any(|known| ending == *known));
        let is_list = file.file_name().unwrap().to_str().unwrap().starts_with("sources-");
        if !is_postings && !is_list {
            continue;
        }
        let whole = std::fs::read(&file).unwrap();
        std::fs::write(&file, &whole[..whole.len() / 3]).unwrap();
        let command: &[&str] = if is_list { &["status"] } else { &["search", "the"] };
        let run = archive.ibid(command);
        assert_eq!(run.code, 4, "{file:?}: {}", run.stderr);
        std::fs::write(&file, whole).unwrap();
    }
}
