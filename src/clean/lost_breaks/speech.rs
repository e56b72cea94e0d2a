//! Which part of speech a frequent word is, as far as lines begin and end with it.

use std::sync::LazyLock;

use super::hash::{HashedMap, WordHash};

/// Words by what they do; a word counts as the first that it is in. The place in the list is part of the committed
/// trees.
const PARTS: [&str; 15] = [
    // Articles and the like: nothing ends with one.
    "a an the every each some any no der die das den dem des ein eine einen einem einer le la les un une el los las \
     una il lo gli het een de o os um uma en ett",
    // Prepositions.
    "of in on at by for with from to into onto over under about against between through during without within \
     across toward towards upon via per than als von zu mit bei aus nach auf für über unter zwischen durch du des \
     au aux dans sur avec pour par sans sous chez del al con por para sin sobre desde hasta da di dal della nel \
     nella sul sulla per tra fra do dos das no na nos nas em com sem van met voor naar uit op bij i på med för till \
     av om från w z na do od o в на с к от до из о у для по",
    // Conjunctions.
    "and or but nor und oder aber et ou mais y e pero ed ma mas en of maar och eller men i lub ale и или но а",
    // Those that begin clauses.
    "because although though while if when whenever unless until since whereas that which who whose whom dass weil \
     wenn ob que si cuando porque aunque perché quando se quand lorsque omdat als att när если когда что",
    // Questions.
    "what why how where whether wie was warum wer wo comment pourquoi quoi qui quel quelle où cómo qué quién dónde \
     cuándo cuál come cosa chi dove como porque quem onde hoe wat waarom wie waar hur vad varför vem var как почему \
     зачем кто где jak dlaczego kto co gdzie",
    // Pronouns that sentences begin with.
    "i we you he she it they there this these those here ich wir er sie es dies diese hier je nous vous il elle on \
     ils elles ce cette cela yo nosotros ella ellos esto este esta eu nós ele ela isto isso io noi lui lei questo \
     questa ik wij ze hij dit deze jag vi han hon det denna я мы он она они это",
    // Those that belong to the next word.
    "my our your his her its their mein meine unser unsere euer dein mon ma mes notre nos votre vos mi nuestro nuestra \
     tu su mio mia nostro nostra meu minha nosso nossa mijn onze jouw min vår din мой наш наша ваш",
    // Verbs that help others.
    "is are was were be been being am has have had do does did can could will would shall should may might must \
     isn't aren't wasn't don't doesn't didn't can't won't it's that's there's i'm we're you're they're ist sind war \
     waren hat haben wird kann est sont était a ont es son fue está era è sono ha é são foi tem zijn heeft är var har",
    // What readers are asked to do.
    "follow subscribe listen watch read visit join support check learn find get buy download email contact see click \
     share sign leave rate review send tell tune connect donate grab try order shop enjoy ask call write submit \
     abonniert folgt hört schreibt abonnez retrouvez suivez écoutez suscríbete síguenos escucha siga ouça inscreva \
     seguiteci iscrivetevi ascolta volg luister följ lyssna подписывайтесь слушайте пишите",
    // Adverbs that sentences begin with.
    "then now so also plus however finally first second third next later today yesterday tomorrow meanwhile instead \
     still yet once perhaps maybe sometimes often again dann jetzt heute außerdem danach zuerst puis ensuite enfin \
     aussi aujourd'hui luego después además hoy ahora poi dopo oggi inoltre ora depois hoje também agora daarna \
     vandaag ook sedan idag nu потом теперь сегодня",
    // Those who made something.
    "hosted host hosts produced producer presented narrated edited editor mixed mastered music recorded written \
     directed engineered research sound photo photos art artwork guest guests moderation redaktion schnitt musik \
     gast présenté réalisation montage musique invité presenta presentado producción edición música invitado \
     apresentação produção edição conduce regia montaggio musica ospite muziek montage ведущий ведущая монтаж",
    // Headings of notes.
    "links notes resources references credits sponsors sponsor chapters timestamps transcript topics highlights \
     takeaways shownotes sources contents summary overview introduction conclusion bonus disclaimer kapitel quellen \
     chapitres liens sources capítulos enlaces recursos capitoli link fontes hoofdstukken bronnen länkar ссылки",
    // Names of services.
    "twitter x facebook instagram youtube tiktok linkedin mastodon bluesky threads telegram discord reddit github \
     patreon spotify soundcloud website web email blog newsletter podcast paypal venmo substack medium twitch pinterest",
    // Days and months.
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august \
     september october november december jan feb mar apr jun jul aug sep sept oct nov dec montag dienstag mittwoch \
     donnerstag freitag samstag sonntag januar februar märz mai juni juli oktober dezember",
    // Titles before names.
    "mr mrs ms dr prof professor sir saint st herr frau monsieur madame señor señora pastor rev reverend captain",
];

static WORDS: LazyLock<HashedMap<u8>> = LazyLock::new(|| {
    let mut words = HashedMap::default();
    for (part, list) in (1..).zip(PARTS) {
        for word in list.split_whitespace() {
            words.entry(WordHash::folded(word)).or_insert(part);
        }
    }
    words
});

/// Which part of speech the word of this folded hash is, 0 where it is none of the known.
pub(super) fn part(folded: u64) -> usize {
    WORDS.get(&folded).map_or(0, |part| usize::from(*part))
}

/// The same of a word of the surroundings, 31 where there is none.
pub(super) fn part_of(word: Option<&str>) -> usize {
    const NO_WORD: usize = 31;
    word.map_or(NO_WORD, |word| part(WordHash::folded(word)))
}
