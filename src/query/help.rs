//! What `ibid help query` prints.

/// The query language by example, in lines of at most 80 columns.
///
/// A line that is indented by two shows a form and, behind two blanks or more, what it finds.
pub const HELP: &str = "\
HOW TO ASK

Words find documents that have all of them, anywhere, in any form the language
gives them. Everything else is there for when that is too much or too little.

WORDS
  nuclear energy            both, anywhere in the document, its title and
                            the names of who wrote it and who speaks;
                            `tax` finds `taxes`, `email` finds `e-mail`
  \"land value\"              these forms, side by side, in this order
  \"land value\"~3            the same, 3 positions out of place at most
  \"machine learn*\"          a word of it may be only begun
  =keats                    this form only
  multi-agent C++ 12:30     find themselves, as do don't, v2.0, http://x
  #tag @name .NET $100      first those with the sign; =.NET only those

ALL, ANY, NONE
  tax OR levy               either; OR, AND and NOT are written in capitals
  (tax OR levy) land        OR binds loosest: without the parentheses this is
                            either `tax`, or both `levy` and `land`
  jobs -steve               the first without the second; also NOT steve
  jobs -\"steve jobs\"        without the phrase; -(a b), -title:x work too
  * -kind:notes             everything but show notes
  +land value               + makes a word a must, and so does AND: see MORE

NEAR EACH OTHER
  land NEAR/8 tax           at most 8 words apart; neighbours are 1 apart
  land ADJ/8 tax            the same, in this order
  (rent OR wages) NEAR/5 \"land value\"

WHEN THE SPELLING IS IN DOUBT
  georg*                    words that begin so
  colo?r *ization           ? stands for one letter, * for any number
  ricardo~1                 one letter off; ~2 for two
  sounds:lambert            however speech recognition spelled the name
  /colou?rs?/               a regular expression, for one whole word

WHERE IT STANDS
  title:rent                in the title; heading: in a heading
  title:(rent OR wages)     a field takes a word, a phrase or a group
  author:keynes             written by; source: the feed, site or folder
  kind:transcript           or essay, or notes
  lang:de tag:economics     the language, or its name; a subject of the document
  path:essays/2021/*        the file in the archive; path:*.md its shape,
                            path:ep-* how it or a folder above it begins
  speaker:*                 whatever has a speaker at all; so for every field

WHO SAID IT
  speaker:\"nathan lambert\" flywheel
                            said by that speaker, in one turn
  with:\"nathan lambert\" flywheel
                            in a conversation with them, whoever says it
  turn:(reward hacking)     both in one turn, whoever speaks
  reply:(speaker:ann pricing, speaker:bob no)
                            bob says `no` right after ann says `pricing`

WHEN
  date:2021                 published then; also 2021-03, 2021-03-05
  date:2021..2023           from and until, both included; ..2019, 2021-03..
  date:7d                   in the last 7 days; so 2w, 3m, 1y, and today
  date:1y..6m               from a year ago until half a year ago
  t:10m..20m                in this stretch of the recording
  t:1:02:03..               from there on; also 90s, 1h2m3s, 1:02:03

WHAT COUNTS MORE
  title:rent^3 rent         the first counts three times; for words, phrases,
                            fields and groups

SAVED
Where a query is saved (`ibid new NAME QUERY`), query:NAME asks it by its name,
by itself or among other words.

MORE
  Inside quotes nothing is special but a * behind a word. Elsewhere \\ makes
  the next character ordinary: \\-5, \\*, \\OR. A question mark at the end of a
  word is a question mark. Punctuation by itself is passed over, so prose can
  be pasted as it is.

  A name before a colon is a field only if a value follows at once: `note: this`
  and `http://x` are words. A field that does not exist is an error and not a
  word; quote it to find the text: \"localhost:8080\".

  With `--match auto`, the default, words that only hold a question together,
  such as `how` and `the` beside others, count where they are and need not be
  there; write +the or \"the\" to insist, or `--match all`. A question such as
  `what is rent` asks for the passages first that tell it: `rent is the ...`.

  With `--match any`, or with `auto` when no document has all the words, words
  side by side need not all be found; nor where documents have four or more of
  them far apart, and a passage has clearly more of them together, or where
  three or more stand in fewer than ten documents and in no passage of them.
  What is joined by AND, marked +, left out by -, or says where, who or when,
  still holds.

  From tightest to loosest: - and NOT; NEAR and ADJ; AND and side by side; OR.
  A shell takes quotes away: put the query in single quotes,
  ibid search '\"land value\" -\"land tax\"'.

  Accents may be left out: `informacion` finds `información`, too. Those that
  are typed count, since endings are told by them; in quotation marks they do
  not.

  A query has 16,384 bytes, 1,024 words and 64 groups one in the other at most;
  a pattern stands for 2,000 words at most. A quotation for `ibid quote` has
  1,000 words at most.
";
