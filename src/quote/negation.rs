//! Words that turn a sentence into its contrary.

/// Negations by language, as exact forms. Only words that hardly ever mean anything else.
const NEGATIONS: &[(&str, &[&str])] = &[
    (
        "en",
        &[
            "not", "no", "never", "none", "nobody", "nothing", "nowhere", "neither", "nor", "cannot",
            "without", "hardly", "scarcely", "barely", "aint",
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

/// How many of the words, as exact forms, are negations; those of unknown language are read as English.
pub(super) fn count<'a>(forms: impl Iterator<Item = &'a str>, language: Option<&str>) -> usize {
    let language = language.unwrap_or("en");
    let known = NEGATIONS.iter().find(|(code, _)| *code == language).map_or(&[][..], |(_, known)| known);
    forms.filter(|form| known.contains(form)).count()
}
