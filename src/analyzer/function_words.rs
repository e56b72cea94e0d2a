//! Words that hold a question together and say little of what it is about: articles, pronouns,
//! prepositions, auxiliaries and the words that ask. As exact forms, without accents.
//!
//! They are found like any other word; a query in plain language counts them less beside others.

use std::sync::LazyLock;

/// The languages (ISO 639-1) whose function words are listed; some share a list.
const LISTS: [(&[&str], &str); 28] = [
    (&["en"], ENGLISH),
    (&["de"], GERMAN),
    (&["nl"], DUTCH),
    (&["sv"], SWEDISH),
    (&["da", "no", "nb", "nn"], DANISH_NORWEGIAN),
    (&["fi"], FINNISH),
    (&["fr"], FRENCH),
    (&["es"], SPANISH),
    (&["pt"], PORTUGUESE),
    (&["it"], ITALIAN),
    (&["ro"], ROMANIAN),
    (&["ru"], RUSSIAN),
    (&["pl"], POLISH),
    (&["el"], GREEK),
    (&["tr"], TURKISH),
    (&["hu"], HUNGARIAN),
    (&["ar"], ARABIC),
    (&["hi"], HINDI),
    (&["vi"], VIETNAMESE),
    (&["id", "ms"], INDONESIAN),
    (&["zh"], CHINESE),
    (&["ja"], JAPANESE),
    (&["cs"], CZECH),
    (&["uk"], UKRAINIAN),
    (&["bg"], BULGARIAN),
    (&["fa"], PERSIAN),
    (&["bn"], BENGALI),
    (&["th"], THAI),
];

/// The function words of a language (ISO 639-1); none where they are not listed.
pub fn function_words(language: &str) -> &'static [&'static str] {
    let code = language.split(['-', '_']).next().unwrap_or(language);
    let list = function_word_lists().iter().find(|(languages, _)| languages.contains(&code));
    list.map_or(&[], |(_, words)| words)
}

/// All lists, each with its languages.
pub fn function_word_lists() -> &'static [(&'static [&'static str], Vec<&'static str>)] {
    static WORDS: LazyLock<Vec<(&[&str], Vec<&str>)>> = LazyLock::new(|| {
        LISTS
            .iter()
            .map(|(languages, words)| (*languages, words.split_ascii_whitespace().collect()))
            .collect()
    });
    &WORDS
}

const ENGLISH: &str = "\
    a an the and or but nor of in on at to for with by from as into about between during is are was \
    were be been being am it its this that these those there here which what who whom whose when \
    where why how do does did doing done dont doesnt didnt isnt arent wasnt werent cant couldnt wont \
    wouldnt shouldnt hasnt havent hadnt im ive youre youve theyre theyve weve has have had having \
    can could should would will may might must shall not no if then than so such they their them he \
    him she his her we our us you your i my me any some also very just only whether while because \
    say said says tell think thought discuss discussed discussion describe explain summarize \
    summarise give please much many vs";

const GERMAN: &str = "\
    der die das den dem des ein eine einer eines einem einen und oder aber in im an am auf fur mit \
    von vom zu zum zur bei aus nach um uber unter durch vor zwischen als wie ist sind war waren \
    wurde wurden wird werden worden sei hat haben hatte hatten sich es er sie ihr ihre ihrer ihren \
    sein seine seiner wir uns ich du man nicht kein keine auch noch nur so dass ob was wer wen wem \
    wessen welche welcher welches welchen welchem wo wann warum wieso wofur womit woher wohin \
    wieviel viel viele gab gibt kann konnen konnte konnten soll sollte muss darf diese dieser dieses \
    diesem diesen dort hier";

const DUTCH: &str = "\
    de het een en of maar van in op aan te voor met door bij uit naar om over onder als is zijn was \
    waren wordt worden werd werden heeft hebben had hadden zich hij zij ze wij we ik je jij u hun \
    haar niet geen ook nog zo dat die deze dit er wat wie welke welk waar wanneer waarom hoe hoeveel \
    kan kunnen kon konden zou zal moet moeten veel tussen tijdens";

const SWEDISH: &str = "\
    den det de en ett och eller men av i pa till for med fran om som ar var vara varit blev blir \
    blivit har hade ha sig han hon vi jag du ni man sin sitt sina inte ej ocksa sa att detta denna \
    dessa vad vem vilka vilken vilket nar varfor hur manga mycket kan kunde skulle ska under over \
    mellan vid efter dar";

const DANISH_NORWEGIAN: &str = "\
    den det de en et ei og eller men af av i pa til for med fra om som er var vaere vaeret vaert \
    blev ble bliver blir blevet blitt har havde hadde sig seg han hun vi jeg du man sin sit sine \
    ikke ogsa sa at dette denne disse hvad hva hvem hvilke hvilken hvilket hvor hvornar nar hvorfor \
    hvordan mange meget mye kan kunne skulle skal under over mellem mellom ved efter etter der her";

const FINNISH: &str = "\
    ja tai mutta on ovat oli olivat olla ollut se ne han he me mina sina te tama nama tuo joka jotka \
    mika mita mitka kuka ketka kenen missa milloin miksi miten kuinka monta moni ei eivat myos kuin \
    etta jos kun voi voivat";

const FRENCH: &str = "\
    le la les l un une des du de d et ou mais dans sur sous a au aux en par pour avec sans chez \
    entre vers que qui quoi dont quel quelle quels quelles quand comment pourquoi combien lequel \
    laquelle est sont etait etaient etre ete fut furent ont avait avaient avoir il elle ils elles on \
    nous vous je tu se s ce c cet cette ces son sa ses leur leurs ne n pas plus y aussi si qu comme \
    peut peuvent fait";

const SPANISH: &str = "\
    el la los las lo un una unos unas y o u pero de del en a al por para con sin sobre entre desde \
    hasta que quien quienes cual cuales cuando como donde cuanto cuanta cuantos cuantas es son era \
    eran fue fueron ser sido esta estan estaba ha han habia habian haber se su sus le les nos yo tu \
    ella ellos ellas este estos estas ese esa eso esto no ni tambien mas muy si puede pueden hay";

const PORTUGUESE: &str = "\
    o a os as um uma uns umas e ou mas de do da dos das em no na nos nas por pelo pela para com sem \
    sobre entre ate que quem qual quais quando como onde quanto quanta quantos quantas porque sao \
    era eram foi foram ser sido esta estao estava tem tinha tinham ter ha se seu sua seus suas ele \
    ela eles elas eu voce este estes estas esse essa isso isto nao tambem mais muito pode podem ao \
    aos";

const ITALIAN: &str = "\
    il lo la i gli le un uno una e o ma di del dello della dei degli delle a al allo alla ai agli \
    alle in nel nella nei nelle da dal dalla dai su sul sulla per con tra fra che chi cosa quale \
    quali quando come dove quanto quanta quanti quante perche sono era erano fu furono essere stato \
    stata ha hanno aveva avevano avere si suo sua suoi sue lui lei loro noi voi io tu questo questa \
    questi queste quello quella non anche piu molto puo possono ci c l";

const ROMANIAN: &str = "\
    un o unei unui si sau dar de din la in pe cu fara pentru prin despre intre pana ca ce cine care \
    cui cand cum unde cat cata cati cate este sunt era erau fost fi a au avea avut se sa sai sale \
    lui ei ele el ea noi voi eu acest aceasta acesti aceste acel acea nu nici mai foarte poate pot \
    al ale ai";

const RUSSIAN: &str = "\
    и или но а в во на к ко с со у о об от до из за по под над для при без между через что кто кого \
    кому чем ком какой какая какое какие каких каком когда как где куда откуда почему зачем сколько \
    такой такая такое такие который которая которое которые чей был была было были быть есть это этот эта эти тот та те он \
    она оно они его ее их мы вы я ты свой не ни же ли бы так также если то уже может могут";

const POLISH: &str = "\
    i lub albo ale a w we na do z ze od po za pod nad dla przy bez miedzy przez o co kto kogo komu \
    czym kim jaki jaka jakie jak kiedy gdzie skad dokad dlaczego czemu ile ktory ktora ktore ktorych \
    czy byl byla bylo byly byc jest sa to ten ta te on ona ono oni ich jego jej my wy ja ty sie nie \
    tez takze jesli moze moga";

const GREEK: &str = "\
    ο η το οι τα του τησ των τον την τουσ τισ ενασ μια ενα και αλλα σε στο στη στην στον στα στουσ \
    στισ απο για με χωρισ προσ κατα μετα πριν που τι ποιοσ ποια ποιο ποιοι ποιεσ ποιον ποτε πωσ \
    γιατι ποσο ποσα ποσοι ποσεσ ειναι ηταν εχει εχουν ειχε ειχαν να θα δεν δε μην οτι αν αυτοσ αυτη \
    αυτο αυτοι αυτεσ αυτα";

const TURKISH: &str = "\
    ve veya ya da de ile icin bir bu su o ne neler nedir kim kimdir kimin hangi hangisi nasil nerede \
    nereye neden nicin niye kac kadar zaman mi mu gibi daha en cok ise ki olan olarak oldu oldugu \
    vardir var yok degil onun onlar";

const HUNGARIAN: &str = "\
    a az egy es vagy de hogy ha mint nem is ez ezek azok mi mit milyen mely melyik ki kit kik kinek \
    hol hova honnan mikor miert hogyan hany mennyi volt voltak van vannak lesz meg el be fel le mar \
    csak";

const ARABIC: &str = "\
    في من علي الي عن مع بين حتي منذ ما ماذا متي اين كيف لماذا كم اي هل هو هي هم هذا هذه ذلك تلك التي \
    الذي الذين كان كانت كانوا يكون تكون ان لا لم لن قد و او ثم ليس";

const HINDI: &str = "\
    का की के को से में पर और या है हैं था थे थी थीं हो होता होती होते होना ने यह वह ये वे इस उस इन उन इसका इसकी इसके उसका उसकी \
    उसके उनका उनकी उनके इसे उसे उन्हें अपना अपनी अपने क्या कौन कौनसा किस किसने किसका किसकी किसके किसे किन कब कहां कैसे कैसा कैसी \
    क्यों कितना कितने कितनी जो जिस जिसे जिसका जिसकी जिसके भी नहीं न एक लिए तक तो ही कि गया गई गए रहा रही रहे हुआ हुई हुए";

const VIETNAMESE: &str = "\
    la va cua co nhung cac mot cho duoc trong voi khong o ai gi nao dau khi bao nhieu nhu the tai \
    sao vi da tu den nay do thi ma bi ra vao";

const INDONESIAN: &str = "\
    yang dan atau di ke dari untuk dengan pada dalam oleh adalah ini itu apa siapa kapan mana dimana \
    bagaimana mengapa kenapa berapa tidak juga akan telah sudah bisa dapat ada sebagai";

const CHINESE: &str = "\
    什么 是什 么是 怎么 怎样 如何 哪些 哪个 哪里 哪年 多少 几个 为什 何时 是谁 吗 的是 是否";

const JAPANESE: &str = "\
    です ます した ました いつ どこ だれ なに 何が 何で どの どれ どう なぜ 谁が とは はど は何 か すか でし ある いる この その";

const CZECH: &str = "\
    a i nebo ale v ve na do z ze od po za pod nad pro pri bez mezi pred o s se si k ke u co kdo koho komu cim \
    jaky jaka jake jaci jak kdy kde kam odkud proc kolik ktery ktera ktere kteri ceho cemu cem byl byla bylo \
    byli byly byt je jsou neni to ten ta te ti tato tento on ona ono oni jeho jeji jejich my vy ja ty ne ani \
    take jen jeste uz kdyz aby ze muze mohou";

const UKRAINIAN: &str = "\
    і й та або але а в у на до з із зі від по за під над для при без між через про що хто кого кому чим ким який \
    яка яке які яких якому коли як де куди звідки чому навіщо скільки чий був була було були бути є це цей ця ці \
    той такий така таке такі він вона воно вони його її їх ми ви я ти не ні ж чи б би так також якщо то вже може можуть";

const BULGARIAN: &str = "\
    и или но а в във на с със от до за по под над при без между през че какво що кой коя кое кои кого кога как къде откъде \
    защо колко който която което които чий чия чие беше бяха бъде е са съм сме сте този тази това тези той тя то те \
    такъв такава такова такива негов нейн им ние вие аз ти се не ли би така също ако вече може могат да ще";

const PERSIAN: &str = "\
    و يا اما در به از با بر براي تا كه را اين ان او انها ايشان ما شما من تو خود چه چي چيست كي كيست كدام كدامند كجا \
    كجاست چگونه چطور چرا چند چقدر ايا است هست هستند نيست بود بودند شد شدند شود ميشود ميشوند دارد داشت دارند هم نيز \
    نه هر يك پس اگر";

const BENGALI: &str = "\
    ও এবং বা কিন্তু এই সেই এ সে তা তার তাঁর তারা তাঁরা তিনি যে যা যার কে কি কী কার কাকে কেন কেমন কবে কখন কোথায় কোন কত \
    কিসে কিসের কিভাবে কীভাবে হয় হল হলো হন ছিল ছিলেন আছে না নয় থেকে জন্য দিয়ে সঙ্গে করে একটি";

const THAI: &str = "\
    อะ ะไ ไร อย่ ย่า าง งไ ใค คร ที่ ที่ไ ไห หน เมื่ มื่อ ท่า าไ กี่ แล ละ เป็ ป็น ของ ใน จะ คือ หรื รือ ไหม";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analyzer::exact_form;

    #[test]
    fn the_lists_are_in_exact_forms() {
        for (languages, words) in function_word_lists() {
            for word in words {
                assert_eq!(exact_form(word), *word, "{languages:?}");
            }
        }
        assert!(function_words("pt-BR").contains(&"nao"));
        assert!(function_words("xx").is_empty());
    }
}
