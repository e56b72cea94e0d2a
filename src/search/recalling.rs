//! How one came by what one looks for: `I remember something about`, `that episode where they talk about`.
//!
//! Works on the first words of a query, in exact forms.

/// How many of the first words only tell how one came by what is looked for: `I remember something about`,
/// `that episode where they talk about`. Such words are in every second document and say nothing of the one that
/// is meant.
pub(super) fn count(words: &[String], is_function_word: impl Fn(&str) -> bool) -> usize {
    RECALLING.iter().map(|recalling| recalling.count(words, &is_function_word)).max().unwrap_or(0)
}

/// How one tells in a language that one remembers something, in exact forms.
struct Recalling {
    /// What it was in.
    wholes: &'static [&'static str],
    /// What was done with it.
    verbs: &'static [&'static str],
    /// Who did it, and other words that stand about.
    others: &'static [&'static str],
    /// What stands behind one of `wholes` that begins a query.
    about: &'static [&'static str],
    /// What a query begins with that asks how or why something is done.
    reasons: &'static [&'static str],
    /// Behind which one of `verbs` is a thing to do; empty where none of them is an infinitive.
    to: &'static str,
}

#[rustfmt::skip]
const RECALLING: [Recalling; 7] = [
    Recalling {
        wholes: &[
            "episode", "episodes", "essay", "essays", "article", "articles", "post", "posts", "podcast", "podcasts",
            "interview", "interviews", "talk", "talks", "newsletter", "newsletters", "blog", "video", "videos",
            "transcript", "passage", "quote", "lecture", "conversation", "piece", "part", "bit",
        ],
        verbs: &[
            "remember", "remembered", "recall", "recalled", "read", "reads", "hear", "heard", "saw", "seen", "talk",
            "talks", "talked", "talking", "speak", "speaks", "spoke", "speaking", "wrote", "written", "write",
            "writes", "mention", "mentions", "mentioned", "claim", "claims", "claimed", "argue", "argues", "argued",
            "told", "looking", "say", "said", "says", "discuss", "discussed", "explain", "explained",
        ],
        others: &[
            "somebody", "someone", "something", "somewhere", "people", "guest", "guests", "host", "hosts", "speaker",
            "author", "anyone", "anybody", "once", "vaguely", "recently", "ever", "find",
        ],
        about: &["about", "on", "where", "with", "that"],
        reasons: &["how", "why"],
        to: "to",
    },
    Recalling {
        wholes: &[
            "folge", "episode", "aufsatz", "essay", "artikel", "beitrag", "text", "podcast", "interview", "gesprach",
            "vortrag", "newsletter", "video", "stelle",
        ],
        verbs: &[
            "erinnere", "erinnern", "gelesen", "gehort", "gesehen", "gesagt", "sagte", "sagt", "geschrieben", "schrieb",
            "reden", "redet", "redete", "sprechen", "spricht", "sprach", "gesprochen", "erzahlt", "erzahlte", "erwahnt",
            "erwahnte", "meinte", "meint",
        ],
        others: &["jemand", "etwas", "irgendwo", "irgendwer", "einmal", "mal", "leute", "gast", "mich"],
        about: &["uber", "zu", "mit", "wo", "in"],
        reasons: &["warum", "wieso", "weshalb"],
        to: "zu",
    },
    Recalling {
        wholes: &["episode", "article", "essai", "billet", "podcast", "entretien", "emission", "video", "passage"],
        verbs: &[
            "souviens", "rappelle", "lu", "entendu", "vu", "dit", "disait", "ecrit", "ecrivait", "parlent", "parle",
            "parlait", "parlaient",
        ],
        others: &["quelqu'un", "quelque", "chose", "gens", "invite", "jour"],
        about: &["sur", "ou", "avec"],
        reasons: &["comment", "pourquoi"],
        to: "",
    },
    Recalling {
        wholes: &["episodio", "articulo", "ensayo", "entrada", "podcast", "entrevista", "charla", "video", "pasaje"],
        verbs: &[
            "recuerdo", "acuerdo", "lei", "oi", "vi", "dijo", "dijeron", "decia", "escribio", "hablan", "hablaba",
            "hablaban",
        ],
        others: &["alguien", "algo", "gente", "invitado", "vez"],
        about: &["sobre", "donde", "con", "de"],
        reasons: &["como", "por"],
        to: "",
    },
    Recalling {
        wholes: &["episodio", "articolo", "saggio", "podcast", "puntata", "intervista", "video", "brano"],
        verbs: &[
            "ricordo", "letto", "sentito", "visto", "detto", "diceva", "scritto", "scriveva", "parlano", "parlava",
            "parlavano",
        ],
        others: &["qualcuno", "qualcosa", "gente", "ospite", "volta"],
        about: &["su", "dove", "con", "di"],
        reasons: &["come", "perche"],
        to: "",
    },
    Recalling {
        wholes: &["episodio", "artigo", "ensaio", "podcast", "entrevista", "video", "trecho"],
        verbs: &["lembro", "li", "ouvi", "vi", "disse", "disseram", "escreveu", "falam", "falava", "falavam"],
        others: &["alguem", "algo", "gente", "convidado", "vez"],
        about: &["sobre", "onde", "com", "de"],
        reasons: &["como", "por"],
        to: "",
    },
    Recalling {
        wholes: &["aflevering", "artikel", "essay", "stuk", "podcast", "interview", "gesprek", "video"],
        verbs: &[
            "herinner", "gelezen", "las", "gehoord", "hoorde", "gezien", "zag", "gezegd", "zei", "geschreven", "schreef",
            "praten", "spreken", "spraken",
        ],
        others: &["iemand", "iets", "ergens", "mensen", "gast", "ooit"],
        about: &["over", "waar", "met"],
        reasons: &["hoe", "waarom"],
        to: "te",
    },
];

impl Recalling {
    /// How many words such a beginning has; none where nothing would be left behind it.
    fn count(&self, words: &[String], is_function_word: impl Fn(&str) -> bool) -> usize {
        let is = |list: &[&str], at: usize| words.get(at).is_some_and(|word| list.contains(&word.as_str()));
        let holds = |at: usize| words.get(at).is_some_and(|word| is_function_word(word));
        let is_done = |at: usize| is(self.verbs, at) && (at == 0 || words[at - 1] != self.to);
        let is_of_it = |at: usize| is(self.wholes, at) || is_done(at);
        let begins = match words.first() {
            Some(first) if self.reasons.contains(&first.as_str()) => false,
            Some(_) if is(self.wholes, 0) => is(self.about, 1),
            Some(_) => holds(0) || is(self.others, 0),
            None => false,
        };
        if !begins {
            return 0;
        }
        let run =
            (0..words.len()).take_while(|at| holds(*at) || is_of_it(*at) || is(self.others, *at)).count();
        // Up to the last word that leads over to what is meant.
        let count = (0..run).rev().find(|at| holds(*at) && !is_of_it(*at)).map_or(0, |last| last + 1);
        let is_left = (count..words.len()).any(|at| !holds(at));
        if is_left && (0..count).any(is_of_it) { count } else { 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyzer::exact_form;

    #[test]
    fn how_one_came_by_something_is_told_from_what_it_is() {
        let check = |text: &str, expected: &str| {
            let words: Vec<String> = text.split(' ').map(exact_form).collect();
            let known = crate::analyzer::function_words("en");
            let count = count(&words, |word| known.contains(&word));
            assert_eq!(words[..count].join(" "), expected, "{text}");
        };
        check("I remember something about land taxes", "i remember something about");
        check("that episode where they talk about rent", "that episode where they talk about");
        check("somebody once wrote that rent is a gift", "somebody once wrote that");
        check("where did I read that rent falls", "where did i read that");
        check("find the essay about rent", "find the essay about");
        check("podcast about sleep", "podcast about");
        check("what people talk about", "");
        check("how to write about war", "");
        check("what to read about war", "");
        check("people of the sea", "");
        check("the talk show", "");
        check("talk radio", "");
        check("the quote for the roof of the barn", "the quote for the");
    }
}
