//! Regular forms of an English word: what is the same word to a reader, where a stemmer also takes
//! together what is not. Of `organ` are `organs` and no `organization`.

/// Shorter words have no endings.
const BASE_LETTERS_MIN: usize = 3;

/// The plurals that a word in its exact form may have by rule, in English and in languages that form them so, behind
/// the word itself; many are no words.
pub fn with_plurals(form: &str) -> Vec<String> {
    let mut forms = vec![form.to_owned()];
    if form.len() >= BASE_LETTERS_MIN && form.bytes().all(|byte| byte.is_ascii_lowercase()) {
        forms.extend(["s", "es"].map(|ending| format!("{form}{ending}")));
        forms.extend(form.strip_suffix('y').map(|stem| format!("{stem}ies")));
    }
    forms
}

/// The forms that a word in its exact form may have by rule, itself among them; many are no words.
pub fn inflections(form: &str) -> Vec<String> {
    if form.len() < BASE_LETTERS_MIN || !form.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return vec![form.to_owned()];
    }
    let mut bases = vec![form.to_owned()];
    let mut base = |stem: &str, ending: &str| {
        if stem.len() >= BASE_LETTERS_MIN {
            bases.push(format!("{stem}{ending}"));
        }
    };
    for ending in ["s", "es", "d", "ed", "ing"] {
        let Some(stem) = form.strip_suffix(ending) else { continue };
        base(stem, "");
        if ending == "ing" {
            base(stem, "e");
        }
        if let Some(single) = without_doubled(stem).filter(|_| matches!(ending, "ed" | "ing")) {
            base(single, "");
        }
    }
    for ending in ["ies", "ied"] {
        if let Some(stem) = form.strip_suffix(ending) {
            base(stem, "y");
        }
    }
    let mut forms = Vec::new();
    for base in bases {
        for ending in ["s", "es", "d", "ed", "ing"] {
            forms.push(format!("{base}{ending}"));
        }
        if let Some(stem) = base.strip_suffix('e') {
            forms.push(format!("{stem}ing"));
        }
        if let Some(stem) = base.strip_suffix('y') {
            forms.extend(["ies", "ied"].map(|ending| format!("{stem}{ending}")));
        }
        if let Some(last) = base.chars().last() {
            forms.extend(["ed", "ing"].map(|ending| format!("{base}{last}{ending}")));
        }
        forms.push(base);
    }
    forms.sort_unstable();
    forms.dedup();
    forms
}

/// `plann` without its second `n`.
fn without_doubled(stem: &str) -> Option<&str> {
    let single = stem.get(..stem.len().checked_sub(1)?)?;
    (single.chars().last() == stem.chars().last()).then_some(single)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_word() {
        let check = |word: &str, yes: &[&str], no: &[&str]| {
            let forms = inflections(word);
            for form in yes {
                assert!(forms.iter().any(|known| known == form), "{word} {form}");
            }
            for form in no {
                assert!(!forms.iter().any(|known| known == form), "{word} {form}");
            }
        };
        check("organ", &["organ", "organs"], &["organize", "organization"]);
        check("organs", &["organ"], &[]);
        check("planning", &["plan", "plans", "planned", "planning"], &["plane"]);
        check("optimize", &["optimizes", "optimized", "optimizing"], &["optimism", "optimization"]);
        check("studies", &["study", "studied", "studying"], &[]);
        check("taxes", &["tax", "taxing"], &[]);
        assert_eq!(inflections("c"), ["c"]);
        assert_eq!(inflections("größe"), ["größe"]);
    }
}
