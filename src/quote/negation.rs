//! Words that turn a sentence into its contrary.

use crate::analyzer::{exact_form, words};

/// Negations by language, as exact forms. Only words that hardly ever mean anything else.
const NEGATIONS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "cannot",
            "without", "hardly", "scarcely", "barely", "ain't",
        ],
    ),
    (
        "de",
        &[
            "nicht",
            "nie",
            "niemals",
            "nichts",
            "niemand",
            "niemanden",
            "ohne",
            "kaum",
            "kein",
            "keine",
            "keinen",
            "keinem",
            "keiner",
            "keines",
            "weder",
        ],
    ),
    ("fr", &["ne", "n", "jamais", "rien", "aucun", "aucune", "sans", "non", "ni"]),
    (
        "es",
        &["no", "nunca", "jamas", "nada", "nadie", "ningun", "ninguno", "ninguna", "sin", "ni", "tampoco"],
    ),
    ("pt", &["nao", "nunca", "jamais", "nada", "ninguem", "nenhum", "nenhuma", "sem", "nem"]),
    ("it", &["non", "mai", "niente", "nulla", "nessuno", "nessun", "nessuna", "senza"]),
    ("nl", &["niet", "geen", "nooit", "niets", "niemand", "zonder"]),
    ("sv", &["inte", "ej", "aldrig", "ingen", "inget", "inga", "ingenting", "utan"]),
    ("da", &["ikke", "aldrig", "ingen", "intet", "uden"]),
    ("no", &["ikke", "aldri", "ingen", "intet", "uten"]),
    ("ru", &["не", "нет", "ни", "никогда", "ничего", "никто", "без"]),
];

/// How many negations a text has; a text of unknown language is read as English.
pub(super) fn count(text: &str, language: Option<&str>) -> usize {
    let language = language.unwrap_or("en");
    let known = NEGATIONS.iter().find(|(code, _)| *code == language).map_or(&[][..], |(_, known)| known);
    let forms = words(text).map(|word| exact_form(&text[word.term]));
    forms.filter(|form| known.contains(&form.as_str()) || form.ends_with("n't")).count()
}
