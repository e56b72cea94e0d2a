//! English as it is spelled in Britain, spelled as in America: `colour` is `color`, `realise` is `realize`.
//!
//! Nobody sees the spelling; it only makes one word of both. What is told by the word's beginning or end alone is
//! here, single words of their own are in `english.txt`.

use std::borrow::Cow;

/// Beginnings in `-our` of words that end in `-or` elsewhere.
const OUR: [&str; 31] = [
    "arbour",
    "ardour",
    "armour",
    "behaviour",
    "candour",
    "clamour",
    "colour",
    "demeanour",
    "discolour",
    "dishonour",
    "enamour",
    "endeavour",
    "favour",
    "fervour",
    "flavour",
    "glamour",
    "harbour",
    "honour",
    "humour",
    "labour",
    "neighbour",
    "odour",
    "parlour",
    "rancour",
    "rigour",
    "rumour",
    "saviour",
    "savour",
    "splendour",
    "vapour",
    "vigour",
];

/// Ends in `-re` of words that end in `-er` elsewhere.
const RE: [&str; 13] = [
    "centre",
    "theatre",
    "metre",
    "litre",
    "fibre",
    "calibre",
    "lustre",
    "spectre",
    "sombre",
    "meagre",
    "sabre",
    "mitre",
    "manoeuvre",
];

/// Other beginnings.
const BEGINNINGS: [(&str, &str); 24] = [
    ("defence", "defense"),
    ("offence", "offense"),
    ("pretence", "pretense"),
    ("licence", "license"),
    ("practis", "practic"),
    ("sceptic", "skeptic"),
    ("plough", "plow"),
    ("mould", "mold"),
    ("moustache", "mustache"),
    ("aluminium", "aluminum"),
    ("judgement", "judgment"),
    ("acknowledgement", "acknowledgment"),
    ("jeweller", "jeweler"),
    ("jewellery", "jewelry"),
    ("pyjama", "pajama"),
    ("paediatr", "pediatr"),
    ("anaesthe", "anesthe"),
    ("foetus", "fetus"),
    ("foetal", "fetal"),
    ("haemo", "hemo"),
    ("encyclopaedi", "encyclopedi"),
    ("mediaeval", "medieval"),
    ("catalogue", "catalog"),
    ("dialogue", "dialog"),
];

/// A word in lower case, spelled as in America.
pub(super) fn american(word: &str) -> Cow<'_, str> {
    const LETTERS_MIN: usize = 5;
    if word.len() < LETTERS_MIN || !word.is_ascii() {
        return Cow::Borrowed(word);
    }
    respelled(word).map_or(Cow::Borrowed(word), Cow::Owned)
}

fn respelled(word: &str) -> Option<String> {
    if word.contains("our")
        && let Some(root) = OUR.iter().find(|root| word.starts_with(**root))
    {
        return Some(format!("{}r{}", &root[..root.len() - 2], &word[root.len()..]));
    }
    // The longest comes last.
    if let Some((british, american)) = BEGINNINGS.iter().rev().find(|(british, _)| word.starts_with(british))
    {
        return Some(format!("{american}{}", &word[british.len()..]));
    }
    for plural in ["", "s", "d"] {
        let Some(base) = word.strip_suffix(plural) else { continue };
        if RE.iter().any(|end| base.ends_with(end)) {
            let verb = if plural == "d" { "ed" } else { plural };
            return Some(format!("{}er{verb}", &base[..base.len() - 2]));
        }
    }
    // `analyses` are also those of `analysis`.
    if let Some(at) = word.find("alyz") {
        return Some(format!("{}alys{}", &word[..at], &word[at + 4..]));
    }
    with_z(word)
}

/// A verb in `-ise` with `-ize`, and what is made of it.
fn with_z(word: &str) -> Option<String> {
    /// What such a verb ends in before that: many others in `-ise` are no such verbs, `advise` and `surprise`.
    const BEFORE: [&str; 24] = [
        "al", "an", "ar", "at", "el", "er", "et", "gn", "ic", "id", "il", "im", "in", "it", "ol", "om", "on",
        "or", "ot", "og", "rn", "um", "ur", "yl",
    ];
    const ENDINGS: [&str; 9] = ["e", "ed", "es", "er", "ers", "ing", "able", "ation", "ations"];
    const OTHERS: [&str; 3] = ["prom", "comprom", "treat"];
    const LETTERS_MIN: usize = 4;
    let mut parted = ENDINGS.iter().filter_map(|ending| {
        let base = word.strip_suffix(ending)?.strip_suffix("is")?;
        Some((base, *ending))
    });
    let (base, ending) = parted.next()?;
    let is_one = base.len() >= LETTERS_MIN
        && BEFORE.iter().any(|before| base.ends_with(before))
        && !OTHERS.contains(&base);
    is_one.then(|| format!("{base}iz{ending}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn british_words_are_spelled_as_american_ones() {
        let check = |words: &str, expected: &str| {
            let found: Vec<_> = words.split(' ').map(american).collect();
            assert_eq!(found.join(" "), expected);
        };
        check(
            "colour colourful harbours neighbourhood labourer",
            "color colorful harbors neighborhood laborer",
        );
        check("theatre kilometres centred manoeuvre", "theater kilometers centered manoeuver");
        check("realise realisation organising criticised", "realize realization organizing criticized");
        check("analyze analyse paralyzed", "analyse analyse paralysed");
        check("defenceless sceptical jewellery jeweller", "defenseless skeptical jewelry jeweler");
        let same = "your course promise compromised advise surprise exercising rise raise wise revise devised improvisation \
                    minister polished prisoner analysis basis crises acre genre more";
        check(same, same);
    }
}
