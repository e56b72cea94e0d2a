//! What a page asks of its reader.

use super::phrases;

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
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    lower.len() <= 220 && has(&EXTERNAL) && has(&ASKS)
}

/// What houses call what they send.
const LETTERS: [&str; 27] = [
    "newsletter",
    "inbox",
    "our emails",
    "our email",
    "daily email",
    "weekly email",
    "our free",
    "daily brief",
    "weekly brief",
    "morning briefing",
    "bolet\u{ed}n",
    "infolettre",
    "lettre d'information",
    "lettre d\u{2019}information",
    "rundbrief",
    "nieuwsbrief",
    "nyhetsbrev",
    "рассылк",
    "розсилк",
    "bülten",
    "newslettr",
    "メールマガジン",
    "メルマガ",
    "我们的通讯",
    "뉴스레터",
    "نشرتنا",
    "النشرة البريدية",
];

/// Says whether a heading, lower case, offers to send something: `Get our newsletter`.
pub(super) fn offers_letter(lower: &str) -> bool {
    const CALLS: [&str; 40] = [
        "our",
        "get",
        "subscribe",
        "sign up",
        "join",
        "the newsletter",
        "unser",
        "erhalten",
        "abonnier",
        "anmeld",
        "notre",
        "recevez",
        "inscri",
        "abonnez",
        "nuestr",
        "recib",
        "suscr",
        "nostr",
        "ricevi",
        "iscriv",
        "nossa",
        "receba",
        "assine",
        "onze",
        "ontvang",
        "meld",
        "schrijf",
        "vårt",
        "prenumer",
        "zapisz",
        "nasz",
        "подпи",
        "наш",
        "odebír",
        "náš",
        "abone",
        "bülten",
        "登録",
        "订阅",
        "구독",
    ];
    LETTERS.iter().any(|word| lower.contains(word)) && CALLS.iter().any(|word| lower.contains(word))
        || lower.starts_with("اشترك في نشرتنا")
}

/// Says whether a sentence asks the reader for something: to subscribe, to follow, to write.
pub(super) fn is_call(lower: &str) -> bool {
    const BEGINNINGS: [&str; 42] = [
        "enjoy more audio and podcasts on",
        "article r\u{e9}serv\u{e9} aux abonn\u{e9}s",
        "dieser artikel ist nur f\u{fc}r abonnenten",
        "\u{3053}\u{306e}\u{8a18}\u{4e8b}\u{306f}\u{6709}\u{6599}\u{8a18}\u{4e8b}\u{3067}\u{3059}",
        "have a question",
        "got a question",
        "do you have a question",
        "have something to say",
        "subscribe to ",
        "subscribe now",
        "subscribe for ",
        "sign up for ",
        "sign up to ",
        "sign up here",
        "already a subscriber",
        "already a member",
        "to continue reading",
        "subscribe to continue",
        "create a free account",
        "download our app",
        "download the app",
        "read this story in",
        "read this article in",
        "questions? comments?",
        "have a tip?",
        "got a tip?",
        "have a story",
        "got a story",
        "send us a tip",
        "send tips to",
        "do you have a story",
        "if you enjoyed this",
        "if you liked this",
        "enjoyed this article?",
        "enjoyed this post?",
        "enjoy this article?",
        "like this article?",
        "like what you",
        "did you like this",
        "please share this",
        "share this article",
        "click here to subscribe",
    ];
    const FOLLOWS: [&str; 44] = [
        "follow ",
        "like us",
        "find us",
        "s\u{ed}guenos",
        "siga-nos",
        "siga nos",
        "suivez-nous",
        "suivez nous",
        "retrouvez-nous",
        "folgen sie uns",
        "folge uns",
        "seguici",
        "volg ons",
        "puedes seguir a ",
        "únete a ",
        "participe do canal",
        "participe do grupo",
        "siga o canal",
        "приєднуйтесь",
        "приєднуйтеся",
        "підписуйтесь",
        "підписуйтеся",
        "подписывайтесь",
        "присоединяйтесь",
        "читайте нас",
        "dołącz do nas",
        "folgt uns",
        "abonniere",
        "rejoignez",
        "seguinos",
        "sigue a ",
        "siga ",
        "acompanhe",
        "subscribe to",
        "følg oss",
        "følg os",
        "följ oss",
        "kövess",
        "следите за",
        "подпишитесь",
        "подписывайся",
        "bizi ",
        "find us on",
        "join us on",
    ];
    const MACHINES: [&str; 18] = [
        "may receive a commission",
        "using a link on this page, we receive a commission",
        "i would like to be emailed about",
        "de cet article \u{e0} lire",
        "consider making a donation",
        "please consider donating",
        "please consider supporting",
        "support our journalism",
        "keep our journalism free",
        "may earn a commission",
        "may earn commission",
        "earn an affiliate commission",
        "contains affiliate links",
        "contain affiliate links",
        "unsubscribe from this list",
        "update subscription preferences",
        "update your preferences or unsubscribe",
        "view this email in your browser",
    ];
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    if is_consent(lower) {
        return true;
    }
    let start = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    if BEGINNINGS.iter().any(|beginning| start.starts_with(beginning))
        || phrases::asks(start)
        || has(&MACHINES)
    {
        return true;
    }
    // Of a house, to whoever reads: what is told of newsletters has neither.
    const NEAR: [&str; 12] =
        ["your", "you", "our", "us", "my", "here", "now", "today", "inbox", "free", "inboxes", "me"];
    let is_near = || lower.split(|c: char| !c.is_alphanumeric()).any(|word| NEAR.contains(&word));
    let asks_in_english = || {
        const VERBS: [&str; 7] =
            ["sign up", "sign-up", "subscribe", "get the", "delivered", "receive", "join"];
        has(&VERBS)
            && (is_near()
                || VERBS.iter().any(|verb| start.starts_with(verb)) && !start.starts_with("subscribers"))
    };
    has(&LETTERS) && asks_in_english()
        || has(&LETTERS)
            && has(&[
                "melden sie",
                "inscrivez",
                "abonnez",
                "abonnieren",
                "abonnier dich",
                "assine",
                "iscriviti",
                "schrijf je",
                "prenumerera",
                "suscr\u{ed}b",
                "inscreva",
                "recev",
                "recib",
                "receb",
                "ricev",
                "ontvang",
                "erhalten sie",
                "zapisz si\u{119}",
                "apúntate",
                "apuntarte",
                "meld je",
                "meld u",
                "schrijf u",
                "anmäl dig",
                "få vårt",
                "meld deg",
                "tilmeld",
                "подпи",
                "підпи",
                "přihlaste",
                "odebírejte",
                "abone ol",
                "登録",
                "订阅",
                "구독",
                "اشترك",
                "hol dir",
            ])
        || lower.starts_with("follow ") && lower.contains("http") && lower.len() <= 160
        || FOLLOWS.iter().any(|beginning| start.starts_with(beginning))
            && has(&[
                "twitter",
                "facebook",
                "instagram",
                "youtube",
                "social media",
                "google+",
                "whatsapp",
                "telegram",
                "телеграм",
                "вконтакте",
                "дзен",
                "tiktok",
                "linkedin",
                "google news",
                "threads",
                "bluesky",
            ])
        || ["get ", "join ", "connect with ", "would you like to be part of"]
            .iter()
            .any(|beginning| start.starts_with(beginning))
            && (has(&["on twitter"]) && has(&["facebook"]) || has(&["join our", "contributor program"]))
        || has(&["app store", "google play"]) && has(&["download", "get the app", "our app"])
}
