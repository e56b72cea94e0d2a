//! What pages ask of their readers in so many words: to subscribe, to follow, to write, to tell of a mistake. Sentences
//! of a story may begin in the same words, so that they are not enough by themselves.

/// Beginnings of such sentences, by language.
#[rustfmt::skip]
const BEGINNINGS: [&str; 413] = [
    "masz newsa", "masz ciekawą informację", "twoja opinia pozwala nam", "widziałeś coś ciekawego",
    "tem uma sugestão de", "tem alguma sugestão de", "quer sugerir uma", "envie sua sugestão", "tienes alguna sugerencia", "hai una segnalazione",
    "hai una storia da",
    "found a typo?", "heb je een tip?", "haben sie hinweise?", "jeśli podobał ci się ten artykuł", "hai trovato un errore?",
    "gostou do artigo?", "si te ha gustado este artículo", "si te gustó este artículo", "vous aimez cet article ?",
    "haberleri kaçırmamak için bülten", "如果您喜欢这篇文章", "support our work by", "want more stories like this?", "spodobał ci się ten artykuł?",
    "want to see how ", "want to learn more about", "want to know more about", "want to know how ", "ready to get started", "ready to see how",
    "interested in learning more", "dapatkan update ", "dapatkan berita ", "join our whatsapp", "join our telegram", "join our facebook", "join our discord", "join our newsletter",
    "join our mailing list", "download our app", "you can support our work", "support independent journalism",
    "report a mistake", "report an error in", "was this article helpful", "was this page helpful",
    "was this post helpful", "click here to join", "did you enjoy this", "get free updates", "want more stories",
    "want to read more", "stay up to date with the latest", "sign up below", "this post may contain affiliate links",
    "this post contains affiliate links", "this article contains affiliate links",
    "you can follow any responses to this entry", "this entry was posted on", "this entry was posted in",
    "this entry was posted by", "enter your email address to", "by submitting your email",
    "please read our disclosure", "laden sie unsere app", "lade unsere app", "laden sie sich unsere",
    "haben sie einen hinweis", "hast du einen tipp für uns", "hat ihnen der artikel gefallen",
    "hat ihnen dieser artikel gefallen", "hat dir der artikel gefallen", "hat dir dieser artikel gefallen",
    "hat dir der beitrag gefallen", "jetzt newsletter", "jetzt unseren newsletter",
    "jetzt unseren kostenlosen newsletter", "alle nachrichten finden sie auch", "abonnieren sie unseren",
    "abonniere unseren", "abonniert unseren", "melden sie sich für unseren", "melde dich für unseren",
    "melde dich zu unserem", "fehler gefunden?", "fehler entdeckt?", "war dieser artikel hilfreich",
    "war dieser beitrag hilfreich", "war der artikel hilfreich", "unterstützen sie unsere arbeit",
    "unterstütze unsere arbeit", "téléchargez notre appli", "télécharger notre appli", "vous avez aimé cet article",
    "cet article vous a plu", "inscrivez-vous à notre", "inscrivez-vous à la newsletter", "abonnez-vous à notre",
    "abonnez-vous à la newsletter", "recevez notre newsletter", "retrouvez toute l'actualité",
    "retrouvez toute l’actualité", "rejoignez notre chaîne", "rejoignez-nous sur",
    "cet article vous a-t-il été utile", "cet article vous a-t-il plu", "signaler une erreur",
    "une erreur dans cet article", "suscríbete a nuestr", "suscríbase a nuestr", "suscríbete gratis",
    "únete a nuestr", "únase a nuestr", "descarga nuestra app", "descarga nuestra aplicación",
    "descargue nuestra app", "si te gusta este artículo", "recibe las noticias", "recibe nuestr", "reciba nuestr",
    "reciba las noticias", "recibe en tu correo", "regístrate gratis", "te ha parecido interesante esta noticia",
    "has encontrado un error", "te ha resultado útil", "te resultó útil", "sigue leyendo en nuestra",
    "sigue toda la información", "síguenos en", "síganos en", "iscriviti alla nostra", "iscriviti al nostro",
    "iscriviti alla newsletter", "iscrivetevi alla", "unisciti al nostro", "unisciti alla nostra",
    "unitevi al nostro", "scarica la nostra app", "scarica l'app", "scarica l’app", "se ti è piaciuto questo",
    "se l'articolo ti è piaciuto", "ti è piaciuto questo articolo", "ti è piaciuto l'articolo",
    "segui tutte le notizie", "segui il nostro canale", "segui la nostra pagina", "seguici su", "seguiteci su",
    "ti è stato utile questo", "questo articolo ti è stato utile", "resta aggiornato con", "siga nosso",
    "siga o nosso", "siga nossas redes", "siga-nos no", "siga-nos nas", "receba as notícias",
    "receba as principais notícias", "receba em primeira mão", "inscreva-se no nosso", "inscreva-se em nosso",
    "inscreva-se na nossa", "assine nossa newsletter", "assine a nossa newsletter", "assine nosso",
    "gostou desta matéria", "gostou dessa matéria", "gostou deste artigo", "gostou do conteúdo", "quer receber mais",
    "quer receber as", "quer receber notícias", "entre no nosso", "participe do nosso", "faça parte do nosso",
    "baixe o nosso app", "baixe nosso aplicativo", "clique aqui e entre", "clique aqui e participe",
    "clique aqui e receba", "clique aqui para entrar", "clique aqui para receber", "clique aqui para se inscrever",
    "esta notícia foi útil", "este artigo foi útil", "encontrou um erro", "encontrou algum erro",
    "acompanhe nas redes sociais", "acompanhe-nos", "download onze app", "heeft u een tip", "tip de redactie",
    "wil je niets missen", "fout gezien?", "foutje gezien?", "was dit artikel nuttig", "was dit artikel interessant",
    "volg ons op", "volg ons via", "zapisz się na nasz", "zapisz się do naszego", "zapisz się na newsletter",
    "zapisz się do newslettera", "pobierz naszą aplikację", "masz dla nas temat", "masz ciekawy temat",
    "podobał ci się artykuł", "dołącz do nas", "polub nas", "obserwuj nas", "śledź nas", "dziękujemy, że przeczyta",
    "dziękujemy, że jesteś z nami", "więcej takich historii znajdziesz", "więcej ciekawych historii znajdziesz",
    "więcej takich artykułów znajdziesz", "oceń jakość naszego", "oceń artykuł", "udostępnij ten artykuł",
    "znalazłeś błąd", "zauważyłeś błąd", "wesprzyj nas", "подпишитесь на наш", "подпишитесь на рассылк",
    "подпишитесь на канал", "подписывайтесь на наш", "подписывайтесь на канал", "подписывайся на наш",
    "следите за нашими новостями", "читайте нас в", "читайте нас на", "если вы нашли ошибку",
    "если вы заметили ошибку", "если вы нашли опечатку", "нашли ошибку?", "нашли опечатку", "заметили ошибку?",
    "заметили опечатку", "понравилась статья", "понравился материал", "понравилась новость", "была ли статья полезн",
    "поделитесь с друзьями", "поделиться с друзьями", "скачайте наше приложение", "присоединяйтесь к нам",
    "присоединяйтесь к нашему", "самые важные новости в нашем", "больше новостей в нашем", "підписуйтесь на наш",
    "підпишіться на наш", "стежте за нами", "слідкуйте за нами", "читайте нас у", "якщо ви помітили помилку",
    "якщо ви знайшли помилку", "знайшли помилку?", "помітили помилку?", "följ oss på", "ladda ner vår app",
    "tipsa oss!", "hittat fel?", "prenumerera på vårt", "følg oss på", "følg os på", "last ned appen",
    "hent vores app", "seuraa meitä", "tilaa uutiskirje", "huomasitko virheen", "bizi takip ed",
    "gelişmelerden haberdar olmak için", "whatsapp kanalımıza", "telegram kanalımıza", "uygulamamızı indir",
    "bu haber faydalı oldu", "bu yazı faydalı oldu", "bu içerik faydalı", "sledujte nás na", "přihlaste se k odběru",
    "přihlaste se k našemu", "stáhněte si naši", "líbil se vám článek", "líbil se vám tento", "máte tip na článek",
    "našli jste chybu", "našli jste v článku", "byl pro vás článek", "odebírejte náš", "sledujte nás aj",
    "páči sa vám", "našli ste chybu", "odoberajte náš", "kövess minket", "kövessen minket", "iratkozz fel",
    "iratkozzon fel", "urmărește-ne", "urmăriți-ne", "abonează-te", "abonați-vă", "ακολουθήστε μας", "εγγραφείτε στο",
    "последвайте ни", "記事が気に入ったら", "この記事が気に入ったら", "この記事が役に立", "この記事は役に立", "メールマガジンに登録", "無料メルマガ", "最新情報はツイッター",
    "最新情報は公式", "チャンネル登録", "ランキングに参加", "応援クリック", "読者登録", "友だち追加", "欢迎关注", "歡迎關注", "扫码关注", "长按二维码", "扫描二维码关注",
    "扫描二维码，加入", "扫描下方二维码", "识别二维码", "如果喜欢这篇文章", "点击关注", "点击下载我们", "关注我们", "關注我們", "关注公众号", "这篇文章对您有帮助", "这篇文章对你有帮助",
    "喜欢请点赞", "뉴스레터를 구독", "뉴스레터 구독", "구독과 좋아요", "공감과 구독", "이 기사가 도움이", "이 글이 도움이", "이 글이 좋았다면", "카카오톡으로 제보",
    "تابعونا على", "تابعونا عبر", "تابعنا على", "اشترك في نشرتنا", "اشترك في النشرة", "اشترك في قناتنا",
    "حمّل تطبيقنا", "حمل تطبيقنا", "انضم إلى قناتنا", "انضموا إلى قناتنا", "هل كان هذا المقال", "עקבו אחרינו",
    "theo dõi chúng tôi", "đăng ký nhận", "ikuti kami", "สมัครรับ", "ติดตามเรา", "हमें फॉलो करें", "हमारे व्हाट्सएप",
    "předplaťte si nás", "abonnez-vous pour lire", "la suite est réservée aux abonnés",
    "cet article est réservé aux abonnés", "suscríbase para leer", "suscríbete para leer", "suscríbete para seguir",
    "este contenido es exclusivo para suscriptores", "assine para ler", "conteúdo exclusivo para assinantes",
    "abbonati per leggere", "abbonati per continuare", "kup subskrypcję", "neem een abonnement om",
    "lees dit artikel met een abonnement", "jetzt kostenlos weiterlesen", "dieser inhalt ist exklusiv",
    "оформите подписку", "bli prenumerant", "haberin tamamını okumak için", "この記事は有料会員", "この記事は会員限定", "订阅后阅读",
    "전체 기사를 읽으려면", "اشترك لقراءة", "view this post on", "sieh dir diesen beitrag auf instagram",
    "voir cette publication sur", "ver esta publicación en", "visualizza questo post su", "ver essa foto no",
    "wyświetl ten post na", "dit bericht op instagram", "zobrazit příspěvek na", "посмотреть эту публикацию в",
    "bu gönderiyi instagram", "この投稿をinstagramで", "instagram에서 이 게시물", "visa det här inlägget på",
    "عرض هذا المنشور على", "ein beitrag geteilt von", "une publication partagée par", "una publicación compartida",
    "un post condiviso da", "uma publicação compartilhada por", "uma publicação partilhada por",
    "post udostępniony przez", "een bericht gedeeld door", "příspěvek sdílený",
];

/// Says whether a sentence, lower case, begins as those do that ask something of their reader.
pub(in super::super) fn asks(lower: &str) -> bool {
    let text = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    let Some(first) = text.as_bytes().first() else { return false };
    BEGINNINGS.iter().any(|beginning| beginning.as_bytes()[0] == *first && text.starts_with(beginning))
}

#[cfg(test)]
mod tests {
    use super::asks;

    #[test]
    fn sentences_that_ask_are_told_from_those_that_tell() {
        for call in [
            "join our whatsapp channel and never miss an update.",
            "want to see how the mill can help? book a visit today.",
            "haben sie einen hinweis für uns?",
            "vous avez aimé cet article ? partagez-le !",
            "receba as notícias do dia no seu whatsapp",
            "zapisz się na nasz newsletter i bądź na bieżąco.",
            "если вы нашли ошибку, выделите фрагмент текста",
            "líbil se vám článek? sdílejte ho s přáteli.",
            "扫码关注，加入读者群",
            "تابعونا على فيسبوك",
        ] {
            assert!(asks(call), "{call}");
        }
        for sentence in [
            "join our hands and the circle is closed, the old song says.",
            "haben sie einen grund dafür?",
            "receba as chaves na portaria.",
            "zapisz się w pamięci tej nocy nikt nie chciał.",
            "нашли лодку у самого берега.",
            "关注海面的人看见了它。",
        ] {
            assert!(!asks(sentence), "{sentence}");
        }
    }
}
