//! What stands over lists of other pages, and over what readers think of what the page is about.

/// Says whether a heading, lower case, stands over a list of what stands elsewhere on the site; it may stand over a
/// part of a text as well, so that the list has to look like one.
pub(in super::super) fn heads_list(lower: &str) -> bool {
    #[rustfmt::skip]
    const HEADINGS: [&str; 114] = [
        "latest", "latest news", "latest stories", "latest posts", "latest articles", "local news", "top stories",
        "top news", "recent posts", "recent articles", "recent stories", "also in this issue", "in this issue",
        "elsewhere on the site", "other stories", "other articles", "featured", "featured articles", "most viewed",
        "most shared", "most commented", "meistgelesen", "meistgelesene artikel", "neueste beiträge",
        "neueste artikel", "aktuelle beiträge", "les plus lus", "les plus récents", "derniers articles",
        "articles récents", "à la une", "lo más leído", "más leídas", "lo más visto", "últimas noticias",
        "entradas recientes", "mais lidas", "últimas notícias", "i più letti", "ultime notizie", "articoli recenti",
        "meest gelezen", "laatste nieuws", "mest lästa", "mest läst", "senaste nytt", "lokala nyheter", "mest lest",
        "siste nytt", "mest læste", "luetuimmat", "najczęściej czytane", "najnowsze", "nejčtenější",
        "legolvasottabb", "en çok okunanlar", "последние новости", "популярное", "самое читаемое", "останні новини",
        "人气文章", "热门文章", "最新文章", "人気記事", "最新記事", "おすすめの記事", "많이 본 뉴스", "الأكثر قراءة", "most popular posts",
        "popular posts", "popular articles", "popular stories", "trending stories", "am meisten gelesen",
        "meist gelesen", "beliebteste artikel", "lo más visto hoy", "las más leídas", "le più lette", "i più visti",
        "mais lidos", "as mais lidas", "mais acessadas", "meest gelezen artikelen", "самые читаемые",
        "самое популярное", "популярные статьи", "популярные новости", "свежие новости", "лента новостей",
        "çok okunanlar", "son haberler", "nejnovější", "nejnovější články", "ランキング", "アクセスランキング", "新着記事", "最近の投稿",
        "最近の記事", "热点新闻", "热门新闻", "最新新闻", "最新资讯", "点击排行", "阅读排行", "인기 뉴스", "인기기사", "최근 글", "최근글", "최신 기사", "최신뉴스",
        "الأكثر مشاهدة", "آخر الأخبار", "أحدث الأخبار",
    ];
    let bare = lower.trim_matches(|c: char| !c.is_alphanumeric());
    HEADINGS.contains(&bare) || offers_more(bare)
}

/// `more pies you'll love`, `other soups to try`: more of the kind that the page is of.
fn offers_more(bare: &str) -> bool {
    const ENDS: [&str; 12] = [
        "love",
        "enjoy",
        "like",
        "might like",
        "may like",
        "might enjoy",
        "may enjoy",
        "will love",
        "will enjoy",
        "need",
        "should try",
        "should read",
    ];
    let of_kind = bare.strip_prefix("more ").or_else(|| bare.strip_prefix("other "));
    of_kind.is_some_and(|rest| {
        let reader = [" you ", " you'll ", " you\u{2019}ll "].iter().find_map(|you| rest.split_once(you));
        reader.is_some_and(|(_, behind)| ENDS.contains(&behind)) || rest.ends_with(" to try")
    })
}

/// Says whether a heading, lower case, counts what readers think: `112 reviews`, `3 ratings`.
pub(in super::super) fn heads_reviews(lower: &str) -> bool {
    const WORDS: [&str; 16] = [
        "review",
        "reviews",
        "rating",
        "ratings",
        "testimonials",
        "condolences",
        "avis",
        "bewertungen",
        "rezensionen",
        "opiniones",
        "reseñas",
        "avaliações",
        "recensioni",
        "beoordelingen",
        "recensies",
        "отзывы",
    ];
    let text = lower.trim_matches(|c: char| !(c.is_alphanumeric() || matches!(c, '(' | ')')));
    let words = || text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let is_counted = text.bytes().any(|byte| byte.is_ascii_digit());
    let is_of_readers =
        || words().all(|word| WORDS.contains(&word) || matches!(word, "reader" | "customer" | "user"));
    words().count() <= 2
        && (is_counted || words().count() == 2)
        && words().any(|word| WORDS.contains(&word))
        && is_of_readers()
        || lower == "memories and condolences"
}
