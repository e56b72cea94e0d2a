//! Blocks that are no more than a label of the page: of its buttons, its lists, what it is filed under.

use super::continues;

/// A block that is just this, whatever stands around it.
const LABELS: &[&str] = &[
    "advertisement",
    "advertisements",
    "advertising",
    "advert",
    "ad",
    "ads",
    "sponsored",
    "sponsored content",
    "promoted",
    "anzeige",
    "werbung",
    "publicit\u{e9}",
    "publicidad",
    "publicidade",
    "pubblicit\u{e0}",
    "advertentie",
    "annonce",
    "reklama",
    "mainos",
    "\u{440}\u{435}\u{43a}\u{43b}\u{430}\u{43c}\u{430}",
    "\u{5e83}\u{544a}",
    "\u{5e7f}\u{544a}",
    "\u{5ee3}\u{544a}",
    "\u{ad11}\u{ace0}",
    "share",
    "share this",
    "share this article",
    "share this story",
    "share this post",
    "share on facebook",
    "share on twitter",
    "tweet",
    "tweet this",
    "share tweet",
    "share tweet share",
    "email",
    "e-mail",
    "print",
    "print this",
    "pin it",
    "like this",
    "like this:",
    "loading...",
    "loading\u{2026}",
    "facebook",
    "twitter",
    "whatsapp",
    "linkedin",
    "reddit",
    "pinterest",
    "copy link",
    "teilen",
    "partager",
    "compartir",
    "compartilhar",
    "condividi",
    "delen",
    "dela",
    "del",
    "udost\u{119}pnij",
    "comment",
    "comments",
    "leave a comment",
    "add comment",
    "add a comment",
    "view comments",
    "show comments",
    "post a comment",
    "join the conversation",
    "start the conversation",
    "read more",
    "more",
    "show more",
    "load more",
    "see more",
    "view more",
    "close",
    "play video",
    "play",
    "video",
    "image",
    "photo",
    "photos",
    "gallery",
    "view gallery",
    "view slideshow",
    "supported by",
    "scroll to continue",
    "story continues below",
    "story continues",
    "article continues below",
    "continue reading the main story",
    "continue reading below",
    "skip advertisement",
    "most popular",
    "trending",
    "newsletter",
    "subscribe",
    "subscribe now",
    "sign up",
    "sign in",
    "log in",
    "follow us",
    "follow",
    "+ follow",
    "back to top",
    "top",
    "home",
    "next",
    "previous",
    "next article",
    "previous article",
    "tags",
    "tags:",
    "topics",
    "topics:",
    "filed under",
    "enlarge",
    "enlarge image",
    "full size image",
    "full size table",
    "press enter or click to view image in full size",
    "download high-res image",
    "sorted by:",
    "messages sorted by:",
    "support the show",
    "tried this recipe",
    "let us know how it was",
    "was this helpful",
    "was this article helpful",
    "was this page helpful",
    "war dieser artikel hilfreich",
    "cet article vous a-t-il été utile",
    "¿te ha resultado útil",
    "image copyright",
    "image caption",
    "media caption",
    "media playback is unsupported on your device",
    "tweet may have been deleted",
    "this article is more than 1 year old",
    "please enter a valid email address",
    "listen to this story",
    "listen to this story.",
    "open in a new tab",
    "open in new tab",
    "buy now",
    "shop now",
    "add to cart",
    "jetzt kaufen",
    "comprar ahora",
    "compre agora",
    "acheter maintenant",
    "acquista ora",
    "koop nu",
    "kup teraz",
    "link kopieren",
    "weitere optionen zum teilen",
    "copier le lien",
    "copiar enlace",
    "copia link",
    "link kopiëren",
    "kopiera länk",
    "kopiuj link",
    "x.com",
    "enviar por email",
    "per e-mail senden",
    "envoyer par e-mail",
    "invia per email",
    "копировать ссылку",
    "save",
    "save this story",
    "save this story for later.",
    "listen to this article",
    "report a typo",
    "get the app",
    "advertisement - continue reading below",
    "annons",
    "annonse",
    "reklam",
    "reklame",
    "iklan",
    "hirdetés",
    "विज्ञापन",
    "διαφήμιση",
    "haberin devamı",
    "yazının devamı",
    "read full story",
    "we apologize, this video has expired.",
    "sign up now",
    "leave a reply",
    "share this post",
    "continue reading",
    "fullscreen",
    "live",
    "mute",
    "unmute",
    "captions",
    "captions off",
    "subtitles",
    "playback rate",
    "stream type",
    "current time",
    "duration time",
    "duration",
    "remaining time",
    "loaded",
    "progress",
    "this is a modal window",
    "no comments",
    "no comments yet",
    "comments are closed",
    "related articles",
    "related stories",
    "related posts",
    "related links",
    "print this page",
    "print this article",
    "print this story",
    "email this",
    "email this article",
    "artikel teilen",
    "beitrag teilen",
    "diesen artikel teilen",
    "zum seitenanfang",
    "partager cet article",
    "compartir este art\u{ed}culo",
    "condividi questo articolo",
    "about the author",
    "about the authors",
    "about the writer",
    "\u{fc}ber den autor",
    "\u{fc}ber die autorin",
    "sobre el autor",
    "sobre la autora",
    "\u{e0} propos de l'auteur",
    "gef\u{e4}llt mir",
    "kommentar schreiben",
    "schreibe einen kommentar",
    "kommentar hinterlassen",
    "antworten",
    "drucken",
    "nach oben",
    "zur\u{fc}ck",
    "weiter",
    "startseite",
    "beitrags-navigation",
    "schlagw\u{f6}rter",
    "kategorien",
    "imprimer",
    "haut de page",
    "commenter",
    "imprimir",
    "comentar",
    "reageer",
    "reply",
    "report",
    "permalink",
    "click to enlarge",
    "skip to content",
    "skip to main content",
    "post navigation",
];

/// What stands on the buttons by which a page is shared, before the name of a network.
const SHARES: &[&str] = &[
    "share on ",
    "share via ",
    "compartir en ",
    "compartir por ",
    "compartilhar no ",
    "partager sur ",
    "partager par ",
    "teilen auf ",
    "auf facebook teilen",
    "auf twitter teilen",
    "condividi su ",
    "delen via ",
    "delen op ",
    "dela på ",
    "udostępnij na ",
    "поделиться",
];

/// What stands before the links to what a page is filed under.
const FILED: &[&str] = &[
    "tags:",
    "tags :",
    "tagged:",
    "this entry was posted ",
    "archivado en",
    "tagged with",
    "filed under",
    "posted in",
    "topics:",
    "categories:",
    "category:",
    "labels:",
    "keywords:",
    "etiquetas:",
    "categor\u{ed}as:",
    "mots-cl\u{e9}s",
    "cat\u{e9}gories :",
    "schlagworte",
    "schlagw\u{f6}rter",
    "kategorien:",
    "themen:",
    "etiketten:",
    "trefwoorden",
];

/// Says whether a block that has links says what the page is filed under.
pub(in super::super) fn is_filed(lower: &str) -> bool {
    FILED.iter().any(|beginning| lower.starts_with(beginning))
}

/// Says whether a block is no more than a label of the page.
pub(in super::super) fn is_label(lower: &str) -> bool {
    if lower.len() > 80 {
        return false;
    }
    let text = lower
        .trim_matches(|c: char| !(c.is_alphabetic() || c == ':' || c == '.' || c == '+' || c == '\u{2026}'));
    let bare = lower.trim_matches(|c: char| !c.is_alphabetic());
    if LABELS.contains(&text)
        || LABELS.contains(&bare)
        || text.starts_with("comment on this ")
        || text.starts_with("comments on this ")
        || SHARES.iter().any(|beginning| text.starts_with(beginning) && text.len() <= 40)
        || ["watch | ", "listen | ", "you are here: "].iter().any(|start| lower.starts_with(start))
        || lower.starts_with("收录于") && lower.len() <= 60
        || lower.ends_with("人赞同了该文章")
        || text.starts_with("view this post on ")
        || text.starts_with("a post shared by ")
        || text.starts_with("tried this recipe")
        || continues::is_continuation(text)
    {
        return true;
    }
    // `75 comments`, `comments (12)`, `share 0`
    let has_number = lower.bytes().any(|byte| byte.is_ascii_digit());
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    has_number
        && !words.is_empty()
        && words.len() <= 3
        && words.iter().all(|word| {
            matches!(
                *word,
                "comment"
                    | "comments"
                    | "posted"
                    | "share"
                    | "shares"
                    | "views"
                    | "view"
                    | "likes"
                    | "like"
                    | "tweets"
                    | "replies"
                    | "responses"
                    | "min"
                    | "read"
                    | "minute"
                    | "minutes"
                    | "kommentare"
                    | "commentaires"
                    | "comentarios"
                    | "ver"
                    | "voir"
                    | "lire"
                    | "commenti"
                    | "vedi"
                    | "comentários"
                    | "reacties"
                    | "kommentarer"
                    | "komentarze"
                    | "votes"
                    | "lesezeit"
                    | "leestijd"
                    | "lecture"
                    | "lettura"
                    | "leitura"
                    | "läsning"
                    | "czytania"
                    | "čtení"
                    | "okuma"
                    | "dk"
                    | "мин"
                    | "чтения"
                    | "de"
                    | "di"
                    | "minuten"
                    | "minuti"
                    | "minutos"
                    | "yorum"
                    | "комментариев"
                    | "комментария"
                    | "просмотров"
            )
        })
}
