//! What stands over links to other pages, and before one: `Read more`, `See also`.

use std::borrow::Cow;

/// A block that opens with one of these and is a link, or is followed by one, leads to other pages.
#[rustfmt::skip]
const LEADS_AWAY: [&str; 499] = [
    "read more", "read also", "read next", "read:", "also read", "see also", "see more", "see:", "related",
    "more on", "more from", "more:", "more stories", "most popular", "most read", "must read", "must-read",
    "watch:", "watch now", "watch ", "listen:", "recommended", "recommended for you", "you may also",
    "you might also", "you may like", "don't miss", "up next", "click here", "in case you missed",
    "further reading on", "editor's picks", "editors' picks", "editor's recommendations",
    "editors' recommendations", "more like this", "trending", "keep reading", "continue reading", "explore more",
    "learn more", "popular", "what to read next", "view gallery", "view all", "lire aussi", "à lire",
    "lire également", "lisez aussi", "voir aussi", "sur le même sujet", "lesen sie auch", "lesen sie mehr",
    "lies auch", "mehr zum thema", "mehr dazu", "weiterlesen", "auch interessant", "siehe auch", "zum thema",
    "das könnte sie auch", "leia também", "leia mais", "veja também", "veja mais", "saiba mais", "lea también",
    "lee también", "lee más", "leer más", "ver también", "vea también", "te puede interesar", "puede interesarte",
    "te recomendamos", "más información", "noticias relacionadas", "leggi anche", "leggi tutto", "vedi anche",
    "potrebbe interessarti", "per approfondire", "lees ook", "lees meer", "lees verder", "bekijk ook", "läs också",
    "läs mer", "les også", "les mer", "læs også", "læs mere", "lue myös", "lue lisää", "czytaj ", "przeczytaj ",
    "zobacz ", "čtěte také", "přečtěte si", "olvassa el", "citiți și", "devamını oku", "ayrıca bakın",
    "читайте также", "читайте еще", "смотрите также", "по теме", "baca juga", "читайте також", "ähnliche beiträge",
    "ähnliche artikel", "weitere artikel", "weitere beiträge", "verwandte artikel", "verwandte beiträge",
    "das könnte dich auch", "mehr lesen", "articles similaires", "articles liés", "sur le même thème",
    "artículos relacionados", "entradas relacionadas", "notícias relacionadas", "artigos relacionados",
    "articoli correlati", "gerelateerde artikelen", "relaterade artiklar", "powiązane artykuły", "похожие статьи",
    "похожие записи", "相关文章", "関連する記事", "関連記事", "関連リンク", "あわせて読みたい", "続きを読む", "延伸閱讀", "相關新聞", "相关阅读", "相关新闻",
    "관련기사", "اقرأ أيضا", "إقرأ أيضا", "طالع أيضا", "you can also check", "bunları da oku", "bunlari da oku",
    "bunu da oku", "ayrıca oku", "ilgili haber", "함께 보면 좋은", "推荐阅读", "延伸阅读", "推薦閱讀", "läs även", "approfondisci",
    "дивіться також", "читайте ще", "यह भी पढ", "ये भी पढ", "इसे भी पढ", "next up", "people are also reading",
    "others also read", "recommended reading", "you might like", "more in this", "more articles", "more news",
    "more galleries", "more videos", "more posts", "other articles", "from around the web", "around the web",
    "sponsored stories", "similar articles", "similar posts", "similar content", "similar stories", "passend dazu",
    "passend zum thema", "weitere themen", "weitere meldungen", "weitere nachrichten", "weitere news",
    "das könnte dich", "das könnte ihnen", "das könnte euch", "zum weiterlesen", "verwandte themen",
    "auch lesenswert", "lesetipp", "lesen sie hierzu", "lesen sie dazu", "empfohlene artikel", "beliebte artikel",
    "beliebte beiträge", "aus dem ressort", "notre dossier", "à voir aussi", "articles recommandés",
    "dans la même rubrique", "dans la même catégorie", "vous aimerez aussi", "vous pourriez aussi aimer",
    "ces articles pourraient", "plus d'articles", "nos autres articles", "autres articles", "contenus sponsorisés",
    "le puede interesar", "también te puede interesar", "también le puede interesar", "te podría interesar",
    "podría interesarte", "quizás te interese", "noticia relacionada", "nota relacionada", "notas relacionadas",
    "mira también", "mire también", "sigue leyendo", "leer también", "lea además", "lee además",
    "contenido relacionado", "temas relacionados", "otras noticias", "más noticias", "ti potrebbe interessare",
    "potrebbero interessarti", "ti potrebbero interessare", "articoli simili", "notizie correlate",
    "sullo stesso argomento", "leggi di più", "altre notizie", "altri articoli", "guarda anche", "confira também",
    "confira mais", "mais notícias", "matérias relacionadas", "conteúdo relacionado", "você também pode gostar",
    "você pode gostar", "outras notícias", "assista também", "recomendado para você", "meer nieuws",
    "ook interessant", "misschien vind je", "dit vind je misschien", "verder lezen", "aanbevolen voor",
    "bekijk meer", "polecamy", "polecane", "podobne artykuły", "podobne wpisy", "powiązane",
    "może cię zainteresować", "może ci się spodobać", "warto przeczytać", "więcej na ten temat",
    "материалы по теме", "похожие материалы", "похожие новости", "вам может", "вам будет интересно", "рекомендуем",
    "другие новости", "еще по теме", "ещё по теме", "читайте ещё", "читать также", "читай также", "сейчас читают",
    "читают сейчас", "смотрите ещё", "новости по теме", "läs vidare", "fler nyheter", "liknande artiklar",
    "missa inte", "relaterte artikler", "flere nyheter", "relaterede artikler", "lisää aiheesta", "katso myös",
    "ilginizi çekebilir", "bunlara da bakın", "bunlar da ilginizi", "benzer haberler", "benzer yazılar",
    "diğer haberler", "editörün seçtikleri", "sıradaki haber", "čtěte více", "čtěte dál", "mohlo by vás",
    "mohlo by se vám", "související", "podobné články", "další články", "další zprávy", "viz také", "čítajte aj",
    "čítajte tiež", "prečítajte si", "súvisiace", "kapcsolódó", "ez is érdekelheti", "további cikkek", "olvasd el",
    "citește și", "citeste si", "vezi și", "articole similare", "articole asemănătoare", "știri similare",
    "διαβάστε επίσης", "διαβάστε ακόμ", "δείτε επίσης", "σχετικά άρθρα", "прочетете още", "вижте още",
    "матеріали за темою", "вас може зацікавити", "рекомендуємо", "схожі новини", "схожі статті", "こちらもおすすめ",
    "あわせて読む", "合わせて読みたい", "こちらもあわせて", "おすすめ記事", "この記事もおすすめ", "関連ニュース", "関連トピックス", "こんな記事も", "よく読まれている記事", "相关报道",
    "相关推荐", "相关链接", "更多阅读", "更多精彩", "推荐文章", "猜你喜欢", "为您推荐", "为你推荐", "相關文章", "相關報導", "更多新聞", "更多文章", "查看更多",
    "你可能也喜欢", "你可能感兴趣", "热门推荐", "往期精彩", "往期回顾", "往期推荐", "관련 기사", "관련 글", "관련글", "함께 읽", "추천 기사", "추천 글", "관련뉴스",
    "관련 뉴스", "이 시각 주요", "많이 본 기사", "اقرأ المزيد", "اقرا ايضا", "شاهد أيضا", "شاهد ايضا", "مواضيع ذات صلة",
    "مقالات ذات صلة", "أخبار ذات صلة", "مواضيع متعلقة", "قد يعجبك", "قد يهمك", "بیشتر بخوانید", "مطالب مرتبط",
    "اخبار مرتبط", "همچنین بخوانید", "קראו גם", "כתבות נוספות", "אולי יעניין", "और पढ़ें", "संबंधित खबर",
    "อ่านเพิ่มเติม", "ข่าวที่เกี่ยวข้อง", "บทความที่เกี่ยวข้อง", "xem thêm", "đọc thêm", "tin liên quan",
    "bài viết liên quan", "artikel terkait", "berita terkait", "simak juga", "lihat juga",
    "das könnte sie auch interessieren", "das könnte dich auch interessieren", "das könnte euch auch interessieren",
    "das könnte ihnen auch gefallen", "mohlo by vás zajímat", "mohlo by vás také zajímat", "mohlo by vás zaujímat",
    "mohlo by se vám líbit", "может быть интересно", "вам может быть интересно", "вам может понравиться",
    "ces articles pourraient vous intéresser", "you may also like", "you might also like",
    "you may also be interested in", "misschien vind je dit ook interessant",
    "dit vind je misschien ook interessant", "potrebbe interessarti anche", "potrebbero interessarti anche",
    "ti potrebbe interessare anche", "zobacz także", "zobacz też", "zobacz również", "zobacz więcej",
    "czytaj także", "czytaj też", "czytaj również", "czytaj więcej", "czytaj dalej", "przeczytaj także",
    "przeczytaj też", "přečtěte si také", "prečítajte si aj", "ilgili haberler", "ilginizi çekebilecek haberler",
    "bunlar da ilginizi çekebilir", "함께 읽으면 좋은 글", "함께 읽으면 좋은 기사", "함께 보면 좋은 글", "이 시각 주요뉴스", "이 시각 주요 뉴스",
    "قد يعجبك أيضا", "قد يهمك أيضا", "relacionadas", "relacionados", "ये भी पढ़ें", "यह भी पढ़ें", "इसे भी पढ़ें",
    "διαβάστε ακόμα", "διαβάστε ακόμη", "editors' choice", "recommended stories", "recommended articles",
    "recommended posts", "more related stories", "related story", "related stories", "related articles",
    "related posts", "related content", "related news", "related links", "related topics", "related coverage",
    "related reading", "related to this story", "more for you", "à lire aussi", "à lire également",
    "à lire ensuite", "à voir également", "et aussi sur", "lire la suite", "articles associés", "articles connexes",
    "nos derniers articles", "cela peut vous intéresser", "ça peut vous intéresser", "quizá te interese",
    "veja mais notícias", "mehr artikel", "mehr aus dem ressort", "meer artikelen", "andere artikelen",
    "gerelateerd", "gerelateerd nieuws", "polecane artykuły", "рекомендуем прочитать", "relaterat", "mer om ämnet",
    "our coverage of", "more coverage", "more headlines", "more from this author", "more from the author",
    "más leídas",
];

/// Says whether a block that opens like this leads to other pages.
pub(in super::super) fn leads_away(lower: &str) -> bool {
    let plain = plain(lower);
    let text = plain.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(first) = text.as_bytes().first() else { return false };
    LEADS_AWAY.iter().any(|phrase| phrase.as_bytes()[0] == *first && text.starts_with(phrase))
}

/// Says whether a block goes on behind what would lead to other pages: `related work`, not `related`.
pub(in super::super) fn says_more_than_leads_away(lower: &str) -> bool {
    let plain = plain(lower);
    let text = plain.trim_matches(|c: char| !c.is_alphanumeric());
    !LEADS_AWAY.iter().any(|phrase| text == phrase.trim_end_matches([' ', ':']))
}

/// A text with one kind of apostrophe, and without the dots that a Turkish `İ` leaves above its small letter.
fn plain(lower: &str) -> Cow<'_, str> {
    match lower.contains(['\u{2019}', '\u{307}']) {
        true => lower.replace('\u{2019}', "'").replace('\u{307}', "").into(),
        false => lower.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::{leads_away, says_more_than_leads_away};

    #[test]
    fn what_leads_away_is_told_from_what_only_begins_like_it() {
        for label in [
            "read more",
            "das könnte sie auch interessieren",
            "mohlo by vás zajímat:",
            "„ilgili̇ haber",
            "推荐阅读",
        ] {
            assert!(leads_away(label) && !says_more_than_leads_away(label), "{label}");
        }
        assert!(leads_away("related work") && says_more_than_leads_away("related work"));
        for words in ["más de cien barcos", "mehr über den kanal", "the watch", "更多的船"] {
            assert!(!leads_away(words), "{words}");
        }
    }
}
