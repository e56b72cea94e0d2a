//! What the language means, one line a case.

mod errors;
mod properties;

use super::{Clause, Need, Node, NodeKind, parse, parse_plain};

/// Checks the tree of `query`, and that its display parses to the same tree.
fn check(query: &str, expected: &str) {
    let parsed = match parse(query) {
        Ok(parsed) => parsed,
        Err(error) => panic!("{}", error.render(query)),
    };
    assert_eq!(sexpr(&parsed.root), expected, "{query}");
    let printed = parsed.to_string();
    match parse(&printed) {
        Ok(again) => assert_eq!(sexpr(&again.root), expected, "{query} printed as {printed}"),
        Err(error) => panic!("{query} printed as\n{}", error.render(&printed)),
    }
}

/// The tree on one line: a word is itself, a required clause has an exclamation mark.
pub(super) fn sexpr(node: &Node) -> String {
    let list = |head: &str, nodes: &[&Node]| {
        let nodes: Vec<String> = nodes.iter().map(|node| sexpr(node)).collect();
        format!("({head} {})", nodes.join(" "))
    };
    let shown = match &node.kind {
        NodeKind::All => "*".to_owned(),
        NodeKind::Word(text) => text.clone(),
        NodeKind::Exact(text) => format!("={text}"),
        NodeKind::Phrase { words, slop: 0 } => format!("{words:?}"),
        NodeKind::Phrase { words, slop } => format!("{words:?}~{slop}"),
        NodeKind::Prefix(text) => format!("(prefix {text})"),
        NodeKind::Wildcard(pattern) => format!("(wildcard {pattern})"),
        NodeKind::Fuzzy { text, distance } => format!("(fuzzy{distance} {text})"),
        NodeKind::SoundsLike(text) => format!("(sounds {text})"),
        NodeKind::Regex(pattern) => format!("(regex {pattern})"),
        NodeKind::Near { ordered: true, distance, left, right } => {
            list(&format!("adj{distance}"), &[left, right])
        }
        NodeKind::Near { distance, left, right, .. } => list(&format!("near{distance}"), &[left, right]),
        NodeKind::And(clauses) => {
            let clause = |Clause { node, need }: &Clause| {
                let is_marked = *need == Need::Required && !node.is_filter();
                assert!(*need == Need::Required || !node.is_filter());
                format!("{}{}", if is_marked { "!" } else { "" }, sexpr(node))
            };
            format!("(and {})", clauses.iter().map(clause).collect::<Vec<_>>().join(" "))
        }
        NodeKind::Or(nodes) => list("or", &nodes.iter().collect::<Vec<_>>()),
        NodeKind::Not(node) => list("not", &[node]),
        NodeKind::Field { field, node } => list(field.name(), &[node]),
        NodeKind::Kind(kind) => format!("(kind {})", kind.name()),
        NodeKind::Turn(node) => list("turn", &[node]),
        NodeKind::Reply { first, second } => list("reply", &[first, second]),
        NodeKind::Date(range) => format!("(date {range})"),
        NodeKind::Time(range) => format!("(t {range})"),
    };
    if node.boost == 1.0 { shown } else { format!("{shown}^{}", node.boost) }
}

#[test]
fn words_find_themselves() {
    check("keynes", "keynes");
    check("  nuclear   energy ", "(and nuclear energy)");
    check("nuclear\tenergy\nplant\u{3000}now\u{a0}then", "(and nuclear energy plant now then)");
    check("multi-agent", "multi-agent");
    check("GPT-4o v2.0 C++ C#", "(and GPT-4o v2.0 C++ C#)");
    check("#hashtag @name .NET", "(and #hashtag @name .NET)");
    check("don't O’Brien rock'n'roll", "(and don't O’Brien rock'n'roll)");
    check("http://x", "http://x");
    check("see https://example.org/a/b?q=1&r=2#c", "(and see https://example.org/a/b?q=1&r=2#c)");
    check("std::vec a::b::c", "(and std::vec a::b::c)");
    check("12:30 3:16", "(and 12:30 3:16)");
    check("note: this", "(and note: this)");
    check("(note:)", "note:");
    check("note\\:^2 note\\:*", "(and note:^2 (prefix note:))");
    check("C:\\Users\\me", "C:\\Users\\me");
    check("\\alpha", "alpha");
    check("me@example.org", "me@example.org");
    check("AT&T R&D", "(and AT&T R&D)");
    check("and/or 24/7 TCP/IP", "(and and/or 24/7 TCP/IP)");
    check("/usr/local/bin //comment", "(and /usr/local/bin //comment)");
    check("1,000 $5 50% 3.14 1.5x", "(and 1,000 $5 50% 3.14 1.5x)");
    check("e.g. i.e., U.S.A.", "(and e.g. i.e., U.S.A.)");
    check("a_b snake_case", "(and a_b snake_case)");
    check("foo~bar ~5", "(and foo~bar ~5)");
    check("a=b x+y", "(and a=b x+y)");
    check("{x} [y] <z>", "(and {x} [y] <z>)");
    check("注意:这个", "注意:这个");
    check("人工知能 ภาษาไทย שלום עולם", "(and 人工知能 ภาษาไทย שלום עולם)");
    check("צה\"ל", "צה\"ל");
    check("12\" vinyl 6'2\"", "(and 12\" vinyl 6'2\")");
    check("🙂 tax ∑ → land", "(and tax land)");
    check("naïve café", "(and naïve café)");
    check("\u{feff}keynes\u{200b}", "keynes");
    check("a\0b\u{1b}[31m", "(and a b [31m)");
}

#[test]
fn punctuation_alone_is_passed_over() {
    check("acrobat 1.3 - portable", "(and acrobat 1.3 portable)");
    check("this & that", "(and this that)");
    check("tax -- or levy", "(and tax or levy)");
    check("tax — levy … rent", "(and tax levy rent)");
    check("How to think | My Site", "(and How to think My Site)");
    check("- bread", "bread");
    check("bread -", "bread");
    check("a + b = c", "(and a b c)");
    check("what ? why !", "(and what why)");
    check("a -- -... b", "(and a b)");
    check("¿qué?", "¿qué?");
    check("a ?^^1 …~2", "a");
    check("土地、 。 税", "(and 土地、 税)");
}

#[test]
fn questions_read_as_words() {
    check("What did Keynes say about wages?", "(and What did Keynes say about wages?)");
    check("wages?! wages??", "(and wages?! wages??)");
    check("Is it (really) so?", "(and Is it really so?)");
    check("who said \"animal spirits\"?", r#"(and who said ["animal", "spirits"])"#);
    check("rent, wages; and profit.", "(and rent, wages; and profit.)");
    check("rent and wages or not near/far", "(and rent and wages or not near/far)");
}

#[test]
fn operators() {
    check("tax AND levy", "(and !tax !levy)");
    check("tax && levy", "(and !tax !levy)");
    check("tax OR levy", "(or tax levy)");
    check("tax || levy", "(or tax levy)");
    check("tax OR levy OR duty", "(or tax levy duty)");
    check("(tax OR levy) land", "(and (or tax levy) land)");
    check("land tax OR levy", "(or (and land tax) levy)");
    check("a AND b OR c AND d", "(or (and !a !b) (and !c !d))");
    check("a AND b c", "(and !a !b c)");
    check("a b AND c d", "(and a !b !c d)");
    check("a AND (b c)", "(and !a !(and b c))");
    check("(a b) c", "(and (and a b) c)");
    check("((a))", "a");
    check("(a OR b)(c OR d)", "(and (or a b) (or c d))");
    check("a OR(b c)", "(or a (and b c))");
    check("a or b And c", "(and a or b And c)");
    check("reward(s)", "(and reward s)");
    check("+a b", "(and !a b)");
    check("+a +b c", "(and !a !b c)");
    check("+a", "a");
    check("+-5% a", "(and !-5% a)");
    check("+(a OR b) c", "(and !(or a b) c)");
    check("+griffith +observatory", "(and !griffith !observatory)");
    check("\\OR \\AND \\NOT", "(and OR AND NOT)");
    check("ORDER ANDROID NOTE NEARBY", "(and ORDER ANDROID NOTE NEARBY)");
}

#[test]
fn exclusions() {
    check("jobs -steve", "(and jobs (not steve))");
    check("jobs NOT steve", "(and jobs (not steve))");
    check("jobs AND NOT steve", "(and !jobs (not steve))");
    check("NOT steve jobs", "(and (not steve) jobs)");
    check("-steve jobs", "(and (not steve) jobs)");
    check("jobs -\"steve jobs\"", r#"(and jobs (not ["steve", "jobs"]))"#);
    check("jobs -(steve OR laurene)", "(and jobs (not (or steve laurene)))");
    check("jobs -(steve -laurene)", "(and jobs (not (and steve (not laurene))))");
    check("jobs -title:apple -kind:notes", "(and jobs (not (title apple)) (not (kind notes)))");
    check("jobs -multi-agent", "(and jobs (not multi-agent))");
    check("jobs -=steve -st*", "(and jobs (not =steve) (not (prefix st)))");
    check("jobs -(a NEAR/3 b)", "(and jobs (not (near3 a b)))");
    check("* -steve", "(and * (not steve))");
    check("(* -steve) OR jobs", "(or (and * (not steve)) jobs)");
    check("jobs --steve", "(and jobs --steve)");
    check("jobs -40", "(and jobs (not 40))");
    check("a OR b -c", "(or a (and b (not c)))");
    check("kind:essay -tax", "(and (kind essay) (not tax))");
}

#[test]
fn phrases() {
    check("\"land value\"", r#"["land", "value"]"#);
    check("\"land value\"~3", r#"["land", "value"]~3"#);
    check("\"land value\"~3^2", r#"["land", "value"]~3^2"#);
    check("\"land value\"^2~3", r#"["land", "value"]~3^2"#);
    check("=\"land value\"", r#"["land", "value"]"#);
    check("“land value” tax", r#"(and ["land", "value"] tax)"#);
    check("„Grund und Boden“", r#"["Grund", "und", "Boden"]"#);
    check("« la terre »", r#"["la", "terre"]"#);
    check("»jord«", r#"["jord"]"#);
    check("「土地」", r#"["土地"]"#);
    check("“land value\"", r#"["land", "value"]"#);
    check("\"land value”", r#"["land", "value"]"#);
    check("\"he said “yes” to it\"", r#"["he", "said", "“yes”", "to", "it"]"#);
    check(r#""a \"quoted\" b""#, r#"["a", "\"quoted\"", "b"]"#);
    check(r#""back\\slash""#, r#"["back\\slash"]"#);
    check(
        r#""multi-agent C++ (x) -y OR title:z *""#,
        r#"["multi-agent", "C++", "(x)", "-y", "OR", "title:z", "*"]"#,
    );
    check("\"a b\"\"c d\"", r#"(and ["a", "b"] ["c", "d"])"#);
    check("(\"a b\" OR \"c\") d", r#"(and (or ["a", "b"] ["c"]) d)"#);
    check("\"a\",\"b\"", r#"(and ["a"] ["b"])"#);
    check("said:\u{a0}\"a b\"", r#"(and said: ["a", "b"])"#);
    check("Jeffrey \"skunk\" Baxter", r#"(and Jeffrey ["skunk"] Baxter)"#);
    check("\"AND\" \"http://x\"", r#"(and ["AND"] ["http://x"])"#);
}

#[test]
fn shapes_of_words() {
    check("=keats", "=keats");
    check("=GPT-4o", "=GPT-4o");
    check("= keats == x", "(and keats x)");
    check("georg*", "(prefix georg)");
    check("multi-ag*", "(prefix multi-ag)");
    check("georg*, smith", "(and (prefix georg) smith)");
    check("georg**", "(prefix georg)");
    check("colo?r", "(wildcard colo?r)");
    check("*ization", "(wildcard *ization)");
    check("*arbitrag*", "(wildcard *arbitrag*)");
    check("s*ing", "(wildcard s*ing)");
    check("colo?r*", "(wildcard colo?r*)");
    check("colo*?", "(wildcard colo*?)");
    check("?olor", "(wildcard ?olor)");
    check("**bold**", "(wildcard *bold*)");
    check("ricardo~1", "(fuzzy1 ricardo)");
    check("ricardo~2, rent", "(and (fuzzy2 ricardo) rent)");
    check("ricardo~1^3", "(fuzzy1 ricardo)^3");
    check("ricardo^3~1", "(fuzzy1 ricardo)^3");
    check("sounds:lambert", "(sounds lambert)");
    check("sounds:\"lambert\"", "(sounds lambert)");
    check("Sounds:lambert^2", "(sounds lambert)^2");
    check("/colou?r/", "(regex colou?r)");
    check("/(tax|lev)(es)?/", "(regex (tax|lev)(es)?)");
    check("/a\\/b/ c", "(and (regex a/b) c)");
    check("/colou?r/^2", "(regex colou?r)^2");
    check("(/a|b/)", "(regex a|b)");
    check("/colou?r/, x", "(and (regex colou?r) x)");
    check("*", "*");
    check("*^2", "*^2");
    check("* rent", "(and * rent)");
    check("foo\\*", "foo*");
    check("foo\\** bar", "(and (prefix foo) bar)");
    check("\\-5 \\=x \\(y\\)", "(and -5 =x (y))");
}

#[test]
fn near_and_adjacent() {
    check("land NEAR/8 tax", "(near8 land tax)");
    check("land ADJ/8 tax", "(adj8 land tax)");
    check("land near/8 tax", "(near8 land tax)");
    check("\"land value\" NEAR/8 tax", r#"(near8 ["land", "value"] tax)"#);
    check("(rent OR wages) NEAR/5 tax", "(near5 (or rent wages) tax)");
    check("a NEAR/2 b ADJ/3 c", "(adj3 (near2 a b) c)");
    check("a NEAR/2 (b ADJ/3 c)", "(near2 a (adj3 b c))");
    check("a b NEAR/2 c d", "(and a (near2 b c) d)");
    check("a NEAR/2 b OR c", "(or (near2 a b) c)");
    check(
        "georg* ADJ/1 colo?r NEAR/3 ricardo~1",
        "(near3 (adj1 (prefix georg) (wildcard colo?r)) (fuzzy1 ricardo))",
    );
    check("sounds:nathan ADJ/1 sounds:lambert", "(adj1 (sounds nathan) (sounds lambert))");
    check("(a NEAR/3 b)^2 c", "(and (near3 a b)^2 c)");
    check("(a NEAR/3 b)^2 NEAR/4 c", "(near4 (near3 a b)^2 c)");
    check("+a NEAR/3 b c", "(and !(near3 a b) c)");
    check("a AND b NEAR/3 c", "(and !a !(near3 b c))");
    check("title:(land NEAR/8 tax)", "(title (near8 land tax))");
    check("\\NEAR/8 x", "(and NEAR/8 x)");
}

#[test]
fn fields() {
    check("title:rent", "(title rent)");
    check("Title:Rent", "(title Rent)");
    check("title:\"my path\"", r#"(title ["my", "path"])"#);
    check("title:“my path”", r#"(title ["my", "path"])"#);
    check("title:(rent OR wages)", "(title (or rent wages))");
    check("title:(rent -wages)", "(title (and rent (not wages)))");
    check("title:rent^3", "(title rent)^3");
    check("title:(rent OR wages)^3", "(title (or rent wages))^3");
    check("title:(rent^3 wages)", "(title (and rent^3 wages))");
    check("title:rent wages", "(and (title rent) wages)");
    check("title:rent OR heading:rent", "(or (title rent) (heading rent))");
    check("author:smi* speaker:=keats", "(and (author (prefix smi)) (speaker =keats))");
    check("speaker:\"nathan lambert\" flywheel", r#"(and (speaker ["nathan", "lambert"]) flywheel)"#);
    check("speaker:sounds:lambert", "(speaker (sounds lambert))");
    check("speaker:(sounds:nathan sounds:lambert)", "(speaker (and (sounds nathan) (sounds lambert)))");
    check("speaker:*", "(speaker *)");
    check("author:/smi(th|dt)/", "(author (regex smi(th|dt)))");
    check("source:http://x.org lang:de tag:c++", "(and (source http://x.org) (lang de) (tag c++))");
    check("path:essays/2021/*", "(path (prefix essays/2021/))");
    check("path:/essays/ path:*.md", "(and (path /essays/) (path (wildcard *.md)))");
    check("path:-draft", "(path -draft)");
    check("title:foo:bar", "(title foo:bar)");
    check("title:\\-5", "(title -5)");
    check("title:AND", "(title AND)");
    check("kind:essay", "(kind essay)");
    check("kind:\"Notes\"", "(kind notes)");
    check("kind:(essay OR notes)", "(or (kind essay) (kind notes))");
    check("tax kind:(essay OR notes)", "(and tax (or (kind essay) (kind notes)))");
    check("kind:*", "*");
    check("title://x titles", "(and title://x titles)");
    check("title::x", "title::x");
    check("(title:x)", "(title x)");
    check("-title:x y", "(and (not (title x)) y)");
    check("+title:x y", "(and (title x) y)");
}

#[test]
fn a_slash_or_a_sign_beside_a_star_makes_a_shape_of_a_whole_path() {
    let pattern = |value: &str| {
        let parsed = parse(&format!("path:{value}")).unwrap();
        parsed.root.children()[0].kind.path_pattern()
    };
    for value in ["posts/*", "a/*", "ep-*", "ep_*", "index.*", "*.md", "cap-*/*.vtt", "*/2019/*", "a/b?c"] {
        assert_eq!(pattern(value), Some((value.to_owned(), false)), "{value}");
    }
    for value in ["t*k.en.vtt", "*talk", "t?lk.md"] {
        assert_eq!(pattern(value), Some((value.to_owned(), true)), "{value}");
    }
    for value in ["posts", "posts/2019", "tx*", "posts/2019~1", "\"ep-*\""] {
        assert_eq!(pattern(value), None, "{value}");
    }
}

#[test]
fn turns() {
    check("turn:(reward hacking)", "(turn (and reward hacking))");
    check("turn:reward", "(turn reward)");
    check("turn:(speaker:ann)", "(turn (speaker ann))");
    check("turn:\"reward hacking\"", r#"(turn ["reward", "hacking"])"#);
    check("turn:(speaker:a reward -hacking)", "(turn (and (speaker a) reward (not hacking)))");
    check("turn:(reward hacking)^2", "(turn (and reward hacking))^2");
    check(
        "reply:(speaker:a pricing, speaker:b no)",
        "(reply (and (speaker a) pricing) (and (speaker b) no))",
    );
    check("reply:(a,b)", "(reply a b)");
    check("reply:(1,000 pounds, no)", "(reply (and 1,000 pounds) no)");
    check("reply:(x\\, y, z)", "(reply (and x, y) z)");
    check("reply:((a, b) OR c, \"d, e\")", r#"(reply (or (and a, b) c) ["d,", "e"])"#);
    check("reply:(a OR b, c)^2 d", "(and (reply (or a b) c)^2 d)");
    check("reply:(speaker:(a OR b), c)", "(reply (speaker (or a b)) c)");
}

#[test]
fn dates_and_times() {
    check("date:2021", "(date 2021)");
    check("date:2021..2023", "(date 2021..2023)");
    check("date:2021…2023", "(date 2021..2023)");
    check("date:2021-03", "(date 2021-03)");
    check("date:2021-03-05..", "(date 2021-03-05..)");
    check("date:..2019", "(date ..2019)");
    check("date:3m..", "(date 3m..)");
    check("date:7d", "(date 7d..)");
    check("date:1y..6m", "(date 1y..6m)");
    check("date:today", "(date today)");
    check("date:*", "(date *)");
    check("date:yesterday", "(date 1d..1d)");
    check("date:2w..today", "(date 2w..today)");
    check("date:2023..1y", "(date 2023..1y)");
    check("(date:2021 OR date:2023) tax", "(and (or (date 2021) (date 2023)) tax)");
    check("t:10m..20m", "(t 10:00..20:00)");
    check("t:1:02:03..", "(t 1:02:03..)");
    check("t:..90", "(t 0:00..1:30)");
    check("t:1h2m3s", "(t 1:02:03)");
    check("t:10:00..10:30.5", "(t 10:00..10:30.500)");
    check("t:90s..2m", "(t 1:30..2:00)");
    check("tax -t:..5m", "(and tax (not (t 0:00..5:00)))");
}

#[test]
fn boosts() {
    check("rent^3", "rent^3");
    check("rent^0.5 wages", "(and rent^0.5 wages)");
    check("rent^3, wages", "(and rent^3 wages)");
    check("(a b)^2", "(and a b)^2");
    check("(a OR b)^2 c", "(and (or a b)^2 c)");
    check("((a)^2)^3", "a^6");
    check("georg*^2", "(prefix georg)^2");
    check("-(a b)^2 c", "(and (not (and a b)^2) c)");
    check("rent^1", "rent");
    check("foo^bar ^_^ ^^", "foo^bar");
}

#[test]
fn plain_text_has_no_operators() {
    let check = |text: &str, expected: &str| assert_eq!(sexpr(&parse_plain(text).unwrap().root), expected);
    check("What did \"Keynes\" say (about wages)?", "(and What did \"Keynes\" say (about wages)?)");
    check("TO BE OR NOT TO BE", "(and TO BE OR NOT TO BE)");
    check("title:x -y  ... *", "(and title:x -y)");
    check("one", "one");
}

#[test]
fn every_example_in_the_help_is_a_query() {
    let help = super::help::HELP;
    assert!(help.lines().all(|line| line.chars().count() <= 80));
    let forms = help.split("\nMORE\n").next().unwrap_or_default();
    let is_example = |line: &&str| line.starts_with("  ") && !line.starts_with("   ");
    let examples: Vec<&str> = forms.lines().filter(is_example).collect();
    assert!(examples.len() > 30);
    for line in examples {
        let example = line.trim_start().split("  ").next().unwrap_or_default();
        if let Err(error) = parse(example) {
            panic!("{}", error.render(example));
        }
    }
}
