//! What a page says to whoever lacks something to see it, and of what it keeps of them: players, scripts, cookies.

/// Says whether a short block, lower case, is about the browser or what is kept in it.
pub(in super::super) fn is_of_machine(lower: &str) -> bool {
    const BYTES_MAX: usize = 320;
    const LACKS: [&str; 21] = [
        "your browser does not support",
        "your browser doesn't support",
        "ihr browser unterst\u{fc}tzt",
        "dein browser unterst\u{fc}tzt",
        "votre navigateur ne ",
        "tu navegador no ",
        "su navegador no ",
        "seu navegador n\u{e3}o ",
        "il tuo browser non ",
        "uw browser ondersteunt",
        "din webbl\u{e4}sare st\u{f6}d",
        "twoja przegl\u{105}darka nie ",
        "v\u{e1}\u{161} prohl\u{ed}\u{17e}e\u{10d} nepodporuje",
        "\u{432}\u{430}\u{448} \u{431}\u{440}\u{430}\u{443}\u{437}\u{435}\u{440} \u{43d}\u{435} ",
        "\u{60a8}\u{7684}\u{6d4f}\u{89c8}\u{5668}\u{4e0d}\u{652f}\u{6301}",
        "javascript \u{e4}r avst\u{e4}ngt",
        "javascript is disabled",
        "javascript is not enabled",
        "please enable javascript",
        "bitte aktivieren sie javascript",
        "veuillez activer javascript",
    ];
    const KEEPS: [&str; 19] = [
        "we use cookies",
        "this site uses cookies",
        "this website uses cookies",
        "wir verwenden cookies",
        "diese website verwendet cookies",
        "wir und unsere partner verwenden",
        "nous utilisons des cookies",
        "ce site utilise des cookies",
        "utilizamos cookies",
        "este sitio utiliza cookies",
        "usamos cookies",
        "utilizziamo i cookie",
        "questo sito utilizza",
        "wij gebruiken cookies",
        "vi anv\u{e4}nder cookies",
        "u\u{17c}ywamy plik\u{f3}w cookie",
        "pou\u{17e}\u{ed}v\u{e1}me soubory cookie",
        "\u{43c}\u{44b} \u{438}\u{441}\u{43f}\u{43e}\u{43b}\u{44c}\u{437}\u{443}\u{435}\u{43c} \u{444}\u{430}\u{439}\u{43b}\u{44b} cookie",
        "\u{43c}\u{44b} \u{438}\u{441}\u{43f}\u{43e}\u{43b}\u{44c}\u{437}\u{443}\u{435}\u{43c} cookie",
    ];
    // What is said of cookies where they are asked for, and not where a page tells what they are.
    const ASKS: [&str; 23] = [
        "settings",
        "consent",
        "agree",
        "accept",
        "experience",
        "einstellung",
        "einwilligung",
        "zustimm",
        "erlebnis",
        "param\u{e8}tres",
        "exp\u{e9}rience",
        "aceptar",
        "acepta",
        "experiencia",
        "experi\u{ea}ncia",
        "esperienza",
        "akkoord",
        "instellingen",
        "inst\u{e4}llningar",
        "ustawienia",
        "nastaven\u{ed}",
        "\u{441}\u{43e}\u{433}\u{43b}\u{430}\u{448}\u{430}",
        "\u{43d}\u{430}\u{441}\u{442}\u{440}\u{43e}\u{439}\u{43a}",
    ];
    let text = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    lower.len() <= BYTES_MAX
        && (LACKS.iter().any(|start| text.starts_with(start))
            || KEEPS.iter().any(|start| text.starts_with(start))
                && ASKS.iter().any(|word| text.contains(word)))
}

#[cfg(test)]
mod tests {
    use super::is_of_machine;

    #[test]
    fn what_is_said_to_browsers_is_told_from_what_is_told_of_them() {
        for line in [
            "your browser does not support the <audio> element.",
            "javascript \u{e4}r avst\u{e4}ngt. javascript m\u{e5}ste vara p\u{e5}slaget f\u{f6}r att kunna spela video",
            "we use cookies to give you the best experience.",
            "u\u{17c}ywamy plik\u{f3}w cookies, w ka\u{17c}dej chwili mo\u{17c}esz zmieni\u{107} ustawienia przegl\u{105}darki.",
        ] {
            assert!(is_of_machine(line), "{line}");
        }
        for sentence in [
            "we use cookies only to remember the size of your letters.",
            "browsers of that year did not support the element at all.",
            "we baked cookies in the settings of an old mill.",
        ] {
            assert!(!is_of_machine(sentence), "{sentence}");
        }
    }
}
