//! Who took a picture.

/// A short block that opens with one of these says who took a picture.
const CREDITS: &[&str] = &[
    "photo:",
    "photo by",
    "photo credit",
    "photos by",
    "photos:",
    "photograph by",
    "photograph:",
    "photography by",
    "photo courtesy",
    "(photo",
    "[photo",
    "image:",
    "image credit",
    "image credits",
    "image source",
    "image by",
    "image via",
    "images via",
    "images:",
    "picture:",
    "pictures:",
    "credit:",
    "credits:",
    "courtesy of",
    "courtesy:",
    "illustration by",
    "illustration:",
    "video courtesy",
    "video: courtesy",
    "featured image",
    "getty images",
    "ap photo",
    "via getty",
    "shutterstock",
    "(ap)",
    "(ap/",
    "(ap ",
    "foto:",
    "fotos:",
    "bild:",
    "bildquelle",
    "quelle:",
    "\u{a9}",
    "(c)",
    "cr\u{e9}dit",
    "cr\u{e9}dits",
    "cr\u{e9}ditos",
    "cr\u{e9}dito",
    "fot.",
    "źródło zdję",
    "\u{444}\u{43e}\u{442}\u{43e}:",
    "\u{56fe}\u{7247}",
    "\u{56fe}\u{ff1a}",
    "\u{56fe}/",
    "\u{5199}\u{771f}\u{ff1a}",
    "\u{5199}\u{771f}\u{63d0}\u{4f9b}",
];

/// Says whether a line names who posted a picture, and where: `Instagram: @ada.ek`.
pub(in super::super) fn is_handle(lower: &str) -> bool {
    const NETWORKS: [&str; 10] = [
        "instagram",
        "twitter",
        "tiktok",
        "facebook",
        "youtube",
        "pinterest",
        "tumblr",
        "flickr",
        "reddit",
        "threads",
    ];
    let behind = lower.split_once([':', '/']).filter(|(name, _)| NETWORKS.contains(&name.trim()));
    let handle = behind.and_then(|(_, handle)| handle.trim_start().strip_prefix('@'));
    handle.is_some_and(|handle| !handle.is_empty() && !handle.contains(' '))
}

/// Says whether a short block says who took a picture.
pub(in super::super) fn is_credit(lower: &str) -> bool {
    const WORDS_MIN: usize = 5;
    let is_credit = |text: &str| CREDITS.iter().any(|phrase| text.starts_with(phrase));
    // `Illustration: an empty slipway under a cloud. Illustration: Ada Ek`
    let says_more = lower
        .split_once(". ")
        .is_some_and(|(said, behind)| said.split(' ').count() >= WORDS_MIN && is_credit(behind));
    if says_more {
        return false;
    }
    CREDITS.iter().any(|phrase| lower.starts_with(phrase))
        || ["getty images", "shutterstock", "afp", "ap photo", "/getty", "/reuters", "/ap", "via ap"]
            .iter()
            .any(|end| lower.trim_end_matches([')', ']', '.', ' ']).ends_with(end))
}
