//! What a page asks of its reader.

use super::phrases;

/// Says whether a text has one of some words or phrases in it.
fn has(text: &str, words: &[&str]) -> bool {
    words.iter().any(|word| text.contains(word))
}

/// Says whether a block asks whether what another site serves may be shown in its place.
fn is_consent(lower: &str) -> bool {
    const EXTERNAL: [&str; 15] = [
        "deze inhoud",
        "diesen inhalt",
        "this content",
        "ce contenu",
        "este contenido",
        "external content",
        "third-party content",
        "extern",
        "contenu tiers",
        "contenido externo",
        "contenuto esterno",
        "conte\u{fa}do externo",
        "contenuti esterni",
        "tre\u{15b}ci zewn\u{119}trznych",
        "embedded content",
    ];
    const ASKS: [&str; 12] = [
        "akkoord",
        "zustimm",
        "einverstanden",
        "einwillig",
        "datenschutz",
        "cookies",
        "consent",
        "accepter",
        "aceptar",
        "accettare",
        "toestemming",
        "zgod",
    ];
    lower.len() <= 220 && has(lower, &EXTERNAL) && has(lower, &ASKS)
}

/// Beginnings of sentences that ask, whatever stands around them.
#[rustfmt::skip]
const BEGINNINGS: [&str; 47] = [
    "enjoy more audio and podcasts on", "article réservé aux abonnés", "article réservé à nos abonnés", "dieser artikel ist nur für abonnenten",
    "この記事は有料記事です", "have a question", "got a question", "do you have a question", "have something to say",
    "subscribe to ", "subscribe now", "subscribe for ", "sign up for ", "sign up to ", "sign up here",
    "already a subscriber", "already a member", "to continue reading", "subscribe to continue",
    "create a free account", "download our app", "download the app", "read this story in", "read this article in",
    "questions? comments?", "have a tip?", "got a tip?", "have a story", "got a story", "send us a tip",
    "send tips to", "do you have a story", "if you enjoyed this", "if you liked this", "enjoyed this article?",
    "enjoyed this post?", "enjoy this article?", "like this article?", "like what you", "did you like this",
    "please share this", "share this article", "click here to subscribe", "we pay for your stories", "republish our articles",
    "republish this story", "republish this article",
];

/// What is only said of links and letters by those who send them.
#[rustfmt::skip]
const MACHINES: [&str; 26] = [
    "consider becoming a member", "consider becoming a supporter", "consider becoming a subscriber",
    "may receive a commission", "using a link on this page, we receive a commission",
    "i would like to be emailed about", "de cet article à lire", "consider making a donation",
    "please consider donating", "please consider supporting", "support our journalism", "keep our journalism free",
    "may earn a commission", "may earn commission", "earn an affiliate commission", "contains affiliate links",
    "contain affiliate links", "unsubscribe from this list", "update subscription preferences",
    "update your preferences or unsubscribe", "view this email in your browser", "send us a pitch", "into funding our journalism",
    "are reading and supporting", "the rules of replying", "tell us in the comments",
];

/// What houses call what they send, where they say so plainly.
#[rustfmt::skip]
const LETTERS: [&str; 17] = [
    "newsletter", "inbox", "our emails", "our email", "daily email", "weekly email", "our free", "daily brief",
    "weekly brief", "morning briefing", "boletín", "infolettre", "lettre d'information", "lettre d’information",
    "rundbrief", "nieuwsbrief", "nyhetsbrev",
];

/// The same in languages whose words for it are those of essays on letters, too.
#[rustfmt::skip]
const LETTERS_ELSEWHERE: [&str; 10] = [
    "рассылк", "розсилк", "bülten", "newslettr", "メールマガジン", "メルマガ", "我们的通讯", "뉴스레터", "نشرتنا", "النشرة البريدية",
];

/// Asks that a reader take a letter.
#[rustfmt::skip]
const TAKES: [&str; 20] = [
    "melden sie", "inscrivez", "abonnez", "abonnieren", "abonnier dich", "assine", "iscriviti", "schrijf je",
    "prenumerera", "suscríb", "inscreva", "recev", "recib", "receb", "ricev", "ontvang", "erhalten sie", "zapisz się",
    "apúntate", "apuntarte",
];

/// The same, of words that are more common.
#[rustfmt::skip]
const TAKES_ELSEWHERE: [&str; 20] = [
    "meld je", "meld u", "schrijf u", "anmäl dig", "få vårt", "meld deg", "tilmeld", "подпишитесь", "подписывайтесь",
    "подпишись", "підпишіться", "підписуйтесь", "přihlaste", "odebírejte", "abone ol", "登録", "订阅", "구독하", "اشترك",
    "hol dir",
];

/// Beginnings of sentences that ask to be followed.
#[rustfmt::skip]
const FOLLOWS: [&str; 25] = [
    "follow ", "like us", "find us", "síguenos", "siga-nos", "siga nos", "suivez-nous", "suivez nous",
    "retrouvez-nous", "folgen sie uns", "folge uns", "seguici", "volg ons", "puedes seguir a ", "únete a ",
    "participe do canal", "participe do grupo", "приєднуйтесь", "приєднуйтеся", "підписуйтесь", "підписуйтеся",
    "подписывайтесь", "присоединяйтесь", "читайте нас", "dołącz do nas",
];

/// The same, of words that open other sentences, too.
#[rustfmt::skip]
const FOLLOWS_ELSEWHERE: [&str; 22] = [
    "siga o canal", "folgt uns", "abonniere unser", "abonnieren sie", "rejoignez-nous", "rejoignez notre", "seguinos",
    "sigue a ", "siga a ", "siga o ", "siga nosso", "acompanhe", "subscribe to", "join us on", "følg oss", "følg os",
    "följ oss", "kövess minket", "следите за н", "подпишитесь", "подписывайся", "bizi ",
];

/// Where one follows: names that are nothing else.
#[rustfmt::skip]
const NETWORKS: [&str; 7] = [
    "twitter", "facebook", "instagram", "youtube", "social media", "google+", "whatsapp",
];

/// The same, of names that are words as well, and of those seldom asked for alone.
#[rustfmt::skip]
const NETWORKS_ELSEWHERE: [&str; 14] = [
    "telegram", "телеграм", "вконтакте", "дзен", "tiktok", "linkedin", "google news", "on threads", "bluesky",
    "google notícias", "google noticias", "google actualités", "google discover", "google haberler",
];

/// Says whether a heading, lower case, offers to send something: `Get our newsletter`.
pub(super) fn offers_letter(lower: &str) -> bool {
    #[rustfmt::skip]
    const CALLS: [&str; 36] = [
        "our", "get", "subscribe", "sign", "join", "unser", "unseren", "erhalten", "abonnieren", "abonniere",
        "anmelden", "notre", "recevez", "inscrivez", "abonnez", "nuestro", "nuestra", "recibe", "reciba", "suscríbete",
        "nostra", "ricevi", "iscriviti", "nossa", "receba", "assine", "onze", "ontvang", "schrijf", "vårt", "prenumerera",
        "zapisz", "nasz", "подпишитесь", "odebírejte", "náš",
    ];
    let mut words = lower.split(|c: char| !c.is_alphanumeric());
    let is_letter = has(lower, &LETTERS) || has(lower, &LETTERS_ELSEWHERE);
    is_letter && (words.any(|word| CALLS.contains(&word)) || has(lower, &TAKES_ELSEWHERE))
}

/// Says whether a sentence, lower case, asks the reader for something, whatever stands around it: to subscribe, to follow,
/// to write.
pub(super) fn is_call(lower: &str) -> bool {
    let start = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let starts = |beginnings: &[&str]| beginnings.iter().any(|beginning| start.starts_with(beginning));
    is_consent(lower)
        || starts(&BEGINNINGS)
        || has(lower, &MACHINES)
        || has(lower, &LETTERS) && (asks_in_english(lower, start) || has(lower, &TAKES))
        || lower.starts_with("follow ") && lower.contains("http") && lower.len() <= 160
        || starts(&FOLLOWS) && has(lower, &NETWORKS)
        || asks_to_join(lower, start)
}

/// Says whether a sentence, lower case, may ask for something, if there is more to say so than its words: a link, a button.
pub(super) fn may_be_call(lower: &str) -> bool {
    let start = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let starts = |beginnings: &[&str]| beginnings.iter().any(|beginning| start.starts_with(beginning));
    let is_letter = || has(lower, &LETTERS) || has(lower, &LETTERS_ELSEWHERE);
    phrases::asks(start)
        || loads_app(lower)
        || (starts(&FOLLOWS) || starts(&FOLLOWS_ELSEWHERE))
            && (has(lower, &NETWORKS) || has(lower, &NETWORKS_ELSEWHERE))
        || (has(lower, &TAKES) || has(lower, &TAKES_ELSEWHERE)) && is_letter()
}

/// Says whether a sentence asks to load what a house has for telephones, in other languages than English.
fn loads_app(lower: &str) -> bool {
    const BYTES_MAX: usize = 240;
    #[rustfmt::skip]
    const APPS: [(&str, &str); 10] = [
        ("ऐप", "डाउनलोड"), ("एप", "डाउनलोड"), ("uygulama", "indir"), ("aplicativo", "baix"), ("aplicación", "descarg"),
        ("приложение", "скача"), ("aplikasi", "unduh"), ("アプリ", "ダウンロード"), ("التطبيق", "حمل"), ("ứng dụng", "tải"),
    ];
    #[rustfmt::skip]
    const NEWS: [&str; 11] = [
        "ख़बर", "खबर", "न्यूज़", "haber", "notícia", "noticia", "новост", "berita", "ニュース", "أخبار", "tin tức",
    ];
    lower.len() <= BYTES_MAX
        && has(lower, &NEWS)
        && APPS.iter().any(|(app, load)| lower.contains(app) && lower.contains(load))
}

/// Says whether a sentence about letters is one of a house, to whoever reads: what is told of newsletters is neither.
fn asks_in_english(lower: &str, start: &str) -> bool {
    const VERBS: [&str; 7] = ["sign up", "sign-up", "subscribe", "get the", "delivered", "receive", "join"];
    const NEAR: [&str; 12] =
        ["your", "you", "our", "us", "my", "here", "now", "today", "inbox", "free", "inboxes", "me"];
    let is_near = || lower.split(|c: char| !c.is_alphanumeric()).any(|word| NEAR.contains(&word));
    let opens =
        |sentence: &str| sentence.starts_with("sign up for ") || sentence.starts_with("subscribe to ");
    has(lower, &VERBS)
        && (is_near()
            || lower.split(['.', '!', '?']).any(|sentence| opens(sentence.trim_start()))
            || VERBS.iter().any(|verb| start.starts_with(verb)) && !start.starts_with("subscribers"))
}

/// Says whether a sentence asks to join those who write or read, or to load what shows the page.
fn asks_to_join(lower: &str, start: &str) -> bool {
    const BEGINNINGS: [&str; 4] = ["get ", "join ", "connect with ", "would you like to be part of"];
    let joins = BEGINNINGS.iter().any(|beginning| start.starts_with(beginning));
    joins
        && (lower.contains("on twitter") && lower.contains("facebook")
            || has(lower, &["join our", "contributor program"]))
        || asks_to_load(start)
        || has(lower, &["app store", "google play"]) && has(lower, &["download", "get the app", "our app"])
}

/// Says whether a sentence asks to load what a house has for telephones, by its name: `Download the Shore News app for`.
fn asks_to_load(start: &str) -> bool {
    const NAME_BYTES_MAX: usize = 32;
    const BYTES_MAX: usize = 160;
    let rest =
        ["download the ", "download our ", "get the "].iter().find_map(|verb| start.strip_prefix(verb));
    let behind =
        rest.and_then(|rest| rest.split_once(" app ")).filter(|(name, _)| name.len() <= NAME_BYTES_MAX);
    behind.is_some_and(|(_, behind)| {
        start.len() <= BYTES_MAX
            && (behind.starts_with("for ") || behind.starts_with("to "))
            && has(behind, &["news", "alerts", "updates", "stories", "full coverage"])
    })
}

#[cfg(test)]
mod tests {
    use super::{is_call, may_be_call, offers_letter};

    #[test]
    fn sentences_that_may_ask_are_told_from_those_that_do() {
        for call in [
            "follow us on twitter for more.",
            "subscribe to our newsletter.",
            "suivez-nous sur facebook",
            "download the shore news app for breaking news and alerts",
            "don't miss what happens on the shore. sign up for shore alerts and daily newsletters.",
        ] {
            assert!(is_call(call), "{call}");
        }
        for call in [
            "подпишитесь на наш телеграм",
            "follow us on threads",
            "følg oss på instagram",
            "meld je aan voor onze nieuwsbrief",
            "メルマガに登録",
        ] {
            assert!(!is_call(call) && may_be_call(call), "{call}");
        }
        for sentence in [
            "follow the threads of the tale backwards.",
            "download the tide app for the sake of its drawings.",
            "he read the news. signs up for newsletters were everywhere on the shore.",
            "bizi bir araya getiren bir telgraf oldu.",
            "like us, the weavers had names for the threads.",
            "когда я начал свою рассылку, подписчиков было сорок.",
            "abonnierefahrten auf youtube hat niemand verstanden.",
        ] {
            assert!(!is_call(sentence) && !may_be_call(sentence), "{sentence}");
        }
    }

    #[test]
    fn letters_are_offered_in_whole_words() {
        for heading in ["get our newsletter", "unseren rundbrief abonnieren"] {
            assert!(offers_letter(heading), "{heading}");
        }
        for heading in
            ["four hours in the inbox", "a newsletter and its sources", "hava bülteni", "forget the inbox"]
        {
            assert!(!offers_letter(heading), "{heading}");
        }
    }
}
