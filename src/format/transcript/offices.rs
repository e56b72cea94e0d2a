//! Who speaks in a chamber or a court without a name, or for an office: `Mme la présidente`, `An Ceann Comhairle`,
//! `Minister for Rungs (Deputy Ada Moss)`.

use super::names;

/// Says that `name` is how a record calls who speaks: an address or an office stands before the name, or in its
/// place.
pub(super) fn is_formal(name: &str) -> bool {
    #[rustfmt::skip]
    const STARTS: [&str; 63] = [
        "mr", "mrs", "ms", "miss", "mx", "dr", "sir", "dame", "lord", "lady", "baroness", "viscount", "earl",
        "hon", "senator", "deputy", "representative", "justice", "judge", "chief", "chair", "chairman",
        "chairwoman", "minister", "secretary", "m", "mme", "präsident", "präsidentin", "vizepräsident",
        "vizepräsidentin", "alterspräsident", "alterspräsidentin", "bundesminister", "bundesministerin",
        "presidente", "presidenta", "el señor", "la señora", "il presidente", "la presidente", "an ceann",
        "an leas-cheann", "an cathaoirleach", "an taoiseach", "an tánaiste", "madam", "de heer", "mevrouw",
        "staatssecretaris", "o sr", "a sra", "statsrådet", "talmannen", "poseł", "posłanka", "marszałek",
        "wicemarszałek", "senhor", "senhora", "председательствующий", "председательствующая",
        "председатель",
    ];
    const PARTS: [&str; 14] = [
        "speaker",
        "president",
        "court",
        "witness",
        "clerk",
        "chairperson",
        "professor",
        "student",
        "students",
        "teacher",
        "instructor",
        "audience",
        "operator",
        "interviewer",
    ];
    let lower = name.to_lowercase();
    let is_start = |start: &&str| {
        lower
            .strip_prefix(*start)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '.', '\u{A0}']))
    };
    let part = lower.strip_prefix("the ").unwrap_or(&lower);
    is_chorus(name) || is_chair(name) || STARTS.iter().any(is_start) || PARTS.contains(&part)
}

/// Says that several speak at once, or somebody who was not made out: `Some hon. members`.
pub(super) fn is_chorus(name: &str) -> bool {
    const CHORUSES: [&str; 6] = [
        "some hon. members",
        "an hon. member",
        "hon. members",
        "several hon. members",
        "une voix",
        "des voix",
    ];
    name.len() <= 24 && CHORUSES.iter().any(|chorus| chorus.eq_ignore_ascii_case(name))
}

/// Says that an article and an office in small letters call who speaks: `De voorzitter`.
pub(super) fn is_chair(name: &str) -> bool {
    const CHAIRS: [&str; 13] = [
        "De voorzitter",
        "De griffier",
        "De minister",
        "De staatssecretaris",
        "Le président",
        "La présidente",
        "Le rapporteur",
        "El presidente",
        "La presidenta",
        "Il presidente",
        "La presidente",
        "O presidente",
        "A presidente",
    ];
    CHAIRS.contains(&name)
}

/// Says that a French address stands before an office in small letters: `Mme la présidente`, `M. le ministre`.
pub(super) fn is_french_office(address: &str, office: &str) -> bool {
    const WORDS_MAX: usize = 5;
    let is_french = address.starts_with("M. ") || address.starts_with("Mme ");
    let rest = ["le ", "la ", "l'", "l’"].iter().find_map(|article| office.strip_prefix(article));
    is_french
        && rest.is_some_and(|rest| {
            rest.split(' ').count() <= WORDS_MAX
                && rest.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '-' | '\'' | '’'))
        })
}

/// Who holds the office that stands before their name in brackets: `Minister for Rungs (Deputy Ada Moss)`.
pub(super) fn holder(name: &str) -> Option<&str> {
    #[rustfmt::skip]
    const OFFICES: [&str; 14] = [
        "The ", "Minister ", "Tánaiste ", "Taoiseach ", "Secretary ", "Parliamentary ", "Attorney ", "Solicitor ",
        "Chancellor ", "Prime ", "Acting ", "An Cathaoirleach ", "An Ceann ", "Leader ",
    ];
    let (_, person) = name.strip_suffix(')')?.split_once(" (")?;
    let is_office = OFFICES.iter().any(|office| name.starts_with(office));
    let is_person = is_formal(person) || names::is_person_like(person);
    (is_office && is_person && names::is_plausible(person)).then_some(person)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_are_held() {
        assert_eq!(holder("Minister for Rungs (Deputy Ada Moss)"), Some("Deputy Ada Moss"));
        assert_eq!(holder("The Minister for Rungs (Ada Moss)"), Some("Ada Moss"));
        assert_eq!(holder("Ada Moss (Orchard Lane)"), None);
        assert_eq!(holder("Minister for Rungs"), None);
    }

    #[test]
    fn records_call_who_speaks() {
        for name in [
            "Mme la présidente",
            "De voorzitter",
            "O SR. FERN",
            "Mr Fern",
            "Präsidentin Ada Moss",
            "An Ceann Comhairle",
            "The CLERK",
        ] {
            assert!(is_formal(name), "{name}");
        }
        for name in ["Ada Moss", "Monday", "Missing Parts", "The Ladder", "Made of Wood"] {
            assert!(!is_formal(name), "{name}");
        }
    }
}
