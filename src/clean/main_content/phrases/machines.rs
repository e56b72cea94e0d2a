//! What a page says to whoever lacks something to see it, and of what it keeps of them: players, scripts, cookies.

/// Beginnings of what is said to browsers that lack something.
const LACKS: [&str; 21] = [
    "your browser does not support",
    "your browser doesn't support",
    "ihr browser unterstützt",
    "dein browser unterstützt",
    "votre navigateur ne ",
    "tu navegador no ",
    "su navegador no ",
    "seu navegador não ",
    "il tuo browser non ",
    "uw browser ondersteunt",
    "din webbläsare stöd",
    "twoja przeglądarka nie ",
    "váš prohlížeč nepodporuje",
    "ваш браузер не ",
    "您的浏览器不支持",
    "javascript är avstängt",
    "javascript is disabled",
    "javascript is not enabled",
    "please enable javascript",
    "bitte aktivieren sie javascript",
    "veuillez activer javascript",
];
/// Beginnings of what houses say that they keep.
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
    "vi använder cookies",
    "używamy plików cookie",
    "používáme soubory cookie",
    "мы используем файлы cookie",
    "мы используем cookie",
];
/// Beginnings of what houses keep with others.
#[rustfmt::skip]
const PARTNERS: [&str; 17] = [
    "we and our", "wir und unsere", "nos partenaires et nous", "nous et nos", "nosotros y nuestros", "nós e nossos",
    "nós e os nossos", "noi e i nostri", "wij en onze", "vi och våra", "vi og våre", "my i nasi", "my a naši", "мы и наши",
    "ми та наші", "biz ve ortaklarımız", "نستخدم نحن وشركاؤنا",
];
/// What they call those: neighbours bake.
#[rustfmt::skip]
const ARE_PARTNERS: [&str; 8] = ["partner", "partenaire", "socios", "parceiros", "партн", "ortaklar", "партнер", "شركاؤنا"];
/// What is kept.
const COOKIES: [&str; 4] = ["cookie", "çerez", "ملفات تعريف الارتباط", "information on a device"];
/// What is said of cookies where they are asked for, and not where a page tells what they are.
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
    "paramètres",
    "expérience",
    "aceptar",
    "acepta",
    "experiencia",
    "experiência",
    "esperienza",
    "akkoord",
    "instellingen",
    "inställningar",
    "ustawienia",
    "nastavení",
    "соглаша",
    "настройк",
];

/// Beginnings of what a page says of its own age.
#[rustfmt::skip]
const AGES: [&str; 9] = [
    "this is an archived article", "this is an archived story", "this article is more than ", "this story is more than ",
    "this post is more than ", "this article was published more than ", "this story was published more than ",
    "dieser artikel ist älter als ", "este artículo tiene más de ",
];

/// Says whether a line says how old the page is.
fn is_of_age(text: &str) -> bool {
    const BYTES_MAX: usize = 220;
    const SAYS: [&str; 7] = ["outdated", "out of date", " old", " ago", "archived", "jahr", "año"];
    text.len() <= BYTES_MAX
        && AGES.iter().any(|start| text.starts_with(start))
        && SAYS.iter().any(|word| text.contains(word))
}

/// Says whether a short block, lower case, is about the browser or what is kept in it.
pub(in super::super) fn is_of_machine(lower: &str) -> bool {
    const BYTES_MAX: usize = 480;
    let text = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    lower.len() <= BYTES_MAX
        && (is_of_age(text)
            || LACKS.iter().any(|start| text.starts_with(start))
            || PARTNERS.iter().any(|start| text.starts_with(start))
                && ARE_PARTNERS.iter().any(|word| text.contains(word))
                && COOKIES.iter().any(|word| text.contains(word))
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
            "javascript är avstängt. javascript måste vara påslaget för att kunna spela video",
            "we use cookies to give you the best experience.",
            "we and our 84 partners store cookies and information on a device.",
            "this is an archived article and the information in it may be outdated.",
            "this article is more than 3 years old",
            "używamy plików cookies, w każdej chwili możesz zmienić ustawienia przeglądarki.",
        ] {
            assert!(is_of_machine(line), "{line}");
        }
        for sentence in [
            "this story is more than a tale of the sea.",
            "we use cookies only to remember the size of your letters.",
            "browsers of that year did not support the element at all.",
            "we baked cookies in the settings of an old mill.",
            "we and our neighbours baked cookies, an experience that we agree on.",
            "vi och våra grannar hade alltid kakor hemma.",
        ] {
            assert!(!is_of_machine(sentence), "{sentence}");
        }
    }
}
