//! Speeches in XML: the records of parliaments and the transcripts of archives, whose elements say who speaks.
//!
//! TEI has `<u who="#Ada">` and, of plays, `<sp><speaker>`; Akoma Ntoso `<speech by="#ada">` with what stands
//! before the words in `<from>`; the Bundestag `<rede>`, in which a paragraph or a `<name>` calls who speaks from
//! there on; the archives of mySociety `<speech speakername="Ada Moss">`; the Hansards of Canada and Australia an
//! element with the name before what is said. What is no speech and stands between is
//! kept as it is.

mod moments;
mod names;

use self::moments::Moments;
use self::names::People;
use super::lines::Lines;
use super::xml::{Element, Piece, Xml};
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::clean::captions::language_code;
use crate::clean::folded;
use crate::document::{BlockKind, Builder, Date, Document, Kind, Metadata};

pub(super) static FORMAT: Format = Format { name: "speeches", extensions: &[], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    if !head.trim_start().starts_with('<') {
        return Confidence::No;
    }
    let has = |mark: &str| memchr::memmem::find(input.text.as_bytes(), mark.as_bytes()).is_some();
    let is_tei = || {
        head.contains("<TEI")
            && (has("<u who=") || has("<annotationBlock ") || has("<u xml:id=") || has("<sp ") || has("<sp>"))
    };
    let is_act = || head.contains("<akomaNtoso") && has("<speech ");
    // Canada's and Australia's.
    let is_hansard =
        || head.contains("<Hansard") && has("<Intervention ") || head.contains("<hansard") && has("<talker>");
    let is_record = || head.contains("<dbtplenarprotokoll") || head.contains("<publicwhip") || is_hansard();
    if is_record() || is_tei() || is_act() { Confidence::Certain } else { Confidence::No }
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let mut builder = Builder::new(Kind::Transcript, FORMAT.name);
    fill(builder.metadata(), &xml);
    let mut reader = Reader {
        people: People::of(&xml),
        lines: Lines::new(input.text),
        builder: &mut builder,
        receipt,
        speaker: None,
        moments: Moments::of(&xml),
        time: None,
        until: 0,
    };
    // What is passed over: heads, lists of contents and of those who spoke.
    let mut next = 0;
    for element in xml.elements() {
        let span = element.span();
        if span.start >= next {
            next = reader.element(element);
        }
    }
    if builder.is_empty() {
        receipt.warn("nobody says anything in it");
        return Ok(Vec::new());
    }
    Ok(vec![builder.finish()])
}

struct Reader<'r, 'a> {
    people: People,
    lines: Lines<'a>,
    builder: &'r mut Builder,
    receipt: &'r mut Receipt,
    speaker: Option<String>,
    moments: Moments,
    /// When the speech at hand begins and ends, until its first words have it.
    time: Option<(u32, Option<u32>)>,
    /// One past the last element of the speech at hand.
    until: usize,
}

impl Reader<'_, '_> {
    /// Reads an element; returns the number of the next to look at.
    fn element(&mut self, element: Element<'_, '_>) -> usize {
        let span = element.span();
        if span.start >= self.until {
            self.speaker = None;
            self.until = usize::MAX;
        }
        match element.local_name() {
            "teiHeader"
            | "meta"
            | "vorspann"
            | "rednerliste"
            | "standOff"
            | "castList"
            | "ExtractedInformation"
            | "session.header" => span.end,
            // Who speaks: what is inside is theirs.
            "u" | "sp" | "speech" | "question" | "answer" | "annotationBlock"
                if self.people.speaks(element) =>
            {
                self.speaker = self.people.speaker(element);
                self.until = span.end;
                self.time = self.moments.time(element);
                let has_paragraphs =
                    element.descendants().any(|inner| matches!(inner.local_name(), "p" | "seg" | "l" | "ab"));
                if has_paragraphs {
                    return span.start + 1;
                }
                self.say(element);
                span.end
            }
            "rede" | "sitzungsbeginn" | "tagesordnungspunkt" => {
                (self.speaker, self.until) = (None, span.end);
                span.start + 1
            }
            "PersonSpeaking" | "talker" => {
                self.speaker = names::of_hansard(element);
                span.end
            }
            "speaker" | "from" => span.end,
            "note" if element.attribute("type").as_deref() == Some("speaker") => span.end,
            // The chair calls in between.
            "name" => {
                let name = folded(&element.text());
                self.speaker = Some(name.trim_end_matches(':').trim_end().to_owned());
                span.end
            }
            "p" if element.attribute("klasse").as_deref() == Some("redner") => {
                self.speaker = names::of_member(element);
                span.end
            }
            "p" | "seg" | "l" | "ab" | "para" | "ParaText" => {
                self.say(element);
                span.end
            }
            "head"
            | "heading"
            | "major-heading"
            | "minor-heading"
            | "oral-heading"
            | "top-titel"
            | "OrderOfBusinessTitle"
            | "SubjectOfBusinessTitle"
            | "title" => {
                self.block(element, BlockKind::Heading);
                span.end
            }
            "kommentar" | "note" | "stage" | "scene" | "narrative" | "summary" | "kinesic" | "vocal"
            | "incident" => {
                self.block(element, BlockKind::Paragraph);
                span.end
            }
            _ => span.start + 1,
        }
    }

    fn say(&mut self, element: Element<'_, '_>) {
        let line = Some(self.lines.at(element.offset()));
        let words = self.words(element);
        if words.is_empty() {
            return;
        }
        match &self.speaker {
            Some(speaker) => {
                self.builder.turn(Some(speaker), line).say(&words, self.time.take());
            }
            None => {
                self.builder.block(BlockKind::Paragraph, line, &words);
            }
        }
    }

    fn block(&mut self, element: Element<'_, '_>, kind: BlockKind) {
        let line = Some(self.lines.at(element.offset()));
        let words = self.words(element);
        if !words.is_empty() {
            self.builder.block(kind, line, &words);
        }
    }

    /// The words inside, without what is heard or seen beside them.
    fn words(&mut self, element: Element<'_, '_>) -> String {
        let mut words = String::new();
        let mut pieces = element.pieces();
        let mut is_joined = false;
        while let Some(piece) = pieces.next() {
            match piece {
                Piece::Start(inner) => match inner.local_name() {
                    "kinesic" | "vocal" | "incident" | "gap" | "note" | "stage" | "linkGrp" => {
                        self.receipt.dropped("sound notes", &folded(&whole_text(inner)));
                        pieces.pass(inner);
                        words.push(' ');
                    }
                    // Words that were parsed one by one: the sign behind one may belong to it.
                    "w" | "pc" => {
                        if is_joined {
                            words.truncate(words.trim_end().len());
                        }
                        is_joined = matches!(inner.attribute("join").as_deref(), Some("right" | "both"));
                        words.push_str(&inner.text());
                        words.push(' ');
                        pieces.pass(inner);
                    }
                    "lb" | "br" | "s" | "pb" | "anchor" => words.push(' '),
                    _ => {}
                },
                Piece::Text(text) => words.push_str(&text),
                Piece::End(_) => {}
            }
        }
        folded(&words)
    }
}

/// All characters inside an element, at any depth.
fn whole_text(element: Element<'_, '_>) -> String {
    element
        .pieces()
        .filter_map(|piece| if let Piece::Text(text) = piece { Some(text) } else { None })
        .collect()
}

/// What the head says: title, day and language.
fn fill(metadata: &mut Metadata, xml: &Xml<'_>) {
    let Some(root) = xml.elements().next() else { return };
    metadata.language = root.attribute("xml:lang").and_then(|code| language_code(&code));
    let find = |name: &str| xml.elements().find(|element| element.local_name() == name);
    let text = |element: Element<'_, '_>| Some(folded(&whole_text(element))).filter(|text| !text.is_empty());
    let dated = |element: Element<'_, '_>| {
        let told = ["when", "date", "sitzung-datum"].iter().find_map(|key| element.attribute(key));
        told.and_then(|date| Date::find(&date))
    };
    let title = find("titleStmt")
        .and_then(|statement| statement.children().find(|child| child.local_name() == "title"));
    let title = title.or_else(|| find("plenarprotokoll-nummer")).or_else(|| find("docTitle"));
    metadata.title = title.and_then(text);
    // The day of the sitting before that on which the file was made.
    let setting = || find("setting")?.descendants().find_map(dated);
    let sitting = || find("meeting").or_else(|| find("docDate")).and_then(dated);
    let work = || find("FRBRWork")?.descendants().find_map(dated);
    let source = || find("sourceDesc")?.descendants().find_map(dated);
    let session = || {
        let day = find("session.header")?.children().find(|child| child.local_name() == "date")?;
        Date::find(&day.text())
    };
    metadata.date =
        dated(root).or_else(setting).or_else(sitting).or_else(work).or_else(source).or_else(session);
}

/// `text` as an attribute has it, without the sign of a reference.
fn id(text: &str) -> String {
    text.split_whitespace().next().unwrap_or_default().trim_start_matches('#').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::read;

    fn check(xml: &str, title: Option<&str>, date: Option<&str>, expected: &str) {
        let mut documents = read("a.xml", xml.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let document = documents.pop().unwrap_or_default();
        let shown: Vec<String> = document
            .blocks
            .iter()
            .map(|block| {
                let kind = match block.kind {
                    BlockKind::Turn => "",
                    BlockKind::Heading => "#",
                    _ => "-",
                };
                let speaker = block.speaker.map(|number| document.speakers[number as usize].as_str());
                format!("{kind}{}: {}", speaker.unwrap_or_default(), document.block_text(block))
            })
            .collect();
        assert_eq!(shown.join("\n"), expected, "{xml}");
        if let Some(title) = title {
            assert_eq!(document.metadata.title.as_deref(), Some(title));
        }
        assert_eq!(document.metadata.date.map(|date| date.to_string()).as_deref(), date);
    }

    #[test]
    fn utterances_are_said_by_the_people_of_the_header() {
        check(
            r##"<TEI xmlns="http://www.tei-c.org/ns/1.0" xml:lang="en"><teiHeader><fileDesc><titleStmt><title>Sitting of the House</title></titleStmt></fileDesc><profileDesc><settingDesc><setting><date when="2021-01-06">6 January</date></setting></settingDesc><particDesc><listPerson><person xml:id="AM"><persName><forename>Ada</forename><surname>Moss</surname></persName></person></listPerson></particDesc></profileDesc></teiHeader><text><body><div><head>Ladders</head><note type="speaker">Ms Moss</note><u who="#AM"><seg>I rise about ladders.</seg><kinesic><desc>Applause</desc></kinesic><seg>They are <gap/>short.</seg></u><u who="#TomGrey">So they are.</u></div></body></text></TEI>"##,
            Some("Sitting of the House"),
            Some("2021-01-06"),
            "#: Ladders\nAda Moss: I rise about ladders.\n-: Applause\nAda Moss: They are short.\nTom Grey: So they are.",
        );
    }

    #[test]
    fn plays_have_speakers_and_stage_directions() {
        check(
            r##"<TEI><text><body><div><head>Act One</head><stage>A barn.</stage><sp who="#ada"><speaker>Ada.</speaker><l>The rungs,</l><l>the rungs!</l></sp><sp><speaker>TOM</speaker><p>What of <stage>aside</stage> them?</p></sp></div></body></text></TEI>"##,
            None,
            None,
            "#: Act One\n-: A barn.\nAda: The rungs,\nAda: the rungs!\nTOM: What of them?",
        );
    }

    #[test]
    fn a_record_of_the_bundestag_has_speeches_and_the_chair_between() {
        check(
            r#"<?xml version="1.0"?><dbtplenarprotokoll sitzung-datum="29.04.2022"><vorspann><kopfdaten><plenarprotokoll-nummer>Plenarprotokoll 20/32</plenarprotokoll-nummer></kopfdaten><inhaltsverzeichnis><p>Seite 1</p></inhaltsverzeichnis></vorspann><sitzungsverlauf><sitzungsbeginn><name>Präsidentin Ida Moos:</name><p klasse="J">Guten Morgen.</p></sitzungsbeginn><tagesordnungspunkt><p klasse="J">Ich rufe die Leitern auf.</p><rede id="1"><p klasse="redner"><redner id="7"><name><titel>Dr.</titel><vorname>Ada</vorname><nachname>Moos</nachname><fraktion>X</fraktion></name></redner>Dr. Ada Moos (X):</p><p klasse="J_1">Die Sprossen fehlen.</p><kommentar>(Beifall)</kommentar><p klasse="O">Alle.</p><name>Präsidentin Ida Moos:</name><p klasse="J">Danke.</p></rede></tagesordnungspunkt></sitzungsverlauf></dbtplenarprotokoll>"#,
            Some("Plenarprotokoll 20/32"),
            Some("2022-04-29"),
            "Präsidentin Ida Moos: Guten Morgen.\n-: Ich rufe die Leitern auf.\nDr. Ada Moos: Die Sprossen fehlen.\n-: (Beifall)\nDr. Ada Moos: Alle.\nPräsidentin Ida Moos: Danke.",
        );
    }

    #[test]
    fn speeches_name_their_speakers_or_those_of_the_references() {
        check(
            r##"<publicwhip><major-heading id="1">Ladders</major-heading><speech id="2" speakername="Ada Moss"><p>I rise.</p><p>Again.</p></speech><speech id="3" nospeaker="true"><p>The House divided.</p></speech></publicwhip>"##,
            None,
            None,
            "#: Ladders\nAda Moss: I rise.\nAda Moss: Again.\n-: The House divided.",
        );
        check(
            r##"<akomaNtoso><debate><meta><references><TLCPerson eId="moss" showAs="Ada Moss"/></references></meta><preface><p><docDate date="2021-03-02">2 March</docDate></p></preface><debateBody><debateSection><heading>Wells</heading><speech by="#moss"><from>Hon. Moss</from><p>Twelve are dry.</p></speech><speech by="#x"><from>The Minister:</from><p>So few?</p></speech><scene>(Laughter)</scene></debateSection></debateBody></debate></akomaNtoso>"##,
            None,
            Some("2021-03-02"),
            "-: 2 March\n#: Wells\nAda Moss: Twelve are dry.\nThe Minister: So few?\n-: (Laughter)",
        );
    }

    #[test]
    fn blocks_of_annotations_have_their_times_on_a_line() {
        let xml = r##"<TEI><text><timeline unit="s"><when xml:id="T0"/><when xml:id="T1" interval="1.5" since="#T0"/><when xml:id="T2" interval="4" since="#T0"/></timeline><body><annotationBlock who="#AM" start="#T1" end="#T2"><u><seg><w>So</w> <w>I</w> <w>climbed</w></seg></u></annotationBlock></body></text></TEI>"##;
        check(xml, None, None, "AM: So I climbed");
        let documents = read("a.xml", xml.as_bytes(), &mut Receipt::default()).unwrap_or_default();
        let times: Vec<_> = documents[0].times.iter().map(|time| (time.start_ms, time.end_ms)).collect();
        assert_eq!(times, [(1_500, Some(4_000))]);
    }

    #[test]
    fn hansards_set_the_name_before_what_is_said() {
        check(
            r#"<Hansard><HansardBody><OrderOfBusiness><OrderOfBusinessTitle>Ladders</OrderOfBusinessTitle><Intervention id="1"><PersonSpeaking><Affiliation>Ms. Ada Moss (Bay, X)</Affiliation></PersonSpeaking><Content><ParaText>I rise.</ParaText></Content></Intervention></OrderOfBusiness></HansardBody></Hansard>"#,
            None,
            None,
            "#: Ladders\nMs. Ada Moss: I rise.",
        );
        check(
            r#"<hansard><session.header><date>2021-03-02</date></session.header><debate><debateinfo><title>Ladders</title></debateinfo><speech><talk.start><talker><time.stamp>12:01</time.stamp><name role="metadata">Moss, Ada MP</name><name role="display">Ms MOSS</name></talker><para>I rise.</para></talk.start></speech></debate></hansard>"#,
            None,
            Some("2021-03-02"),
            "#: Ladders\nAda Moss: I rise.",
        );
    }

    #[test]
    fn words_parsed_one_by_one_are_joined_to_their_signs() {
        check(
            "<TEI><text><body><u who=\"#a\">\n<seg><s><w>I</w>\n<w join=\"right\">rise</w>\n<pc>.</pc>\n</s></seg></u></body></text></TEI>",
            None,
            None,
            "a: I rise.",
        );
    }

    #[test]
    fn other_markup_is_none() {
        let detects = |text: &str| detect(&Input::of_text("a.xml", text)) != Confidence::No;
        assert!(!detects("<TEI><text><body><p>An essay.</p></body></text></TEI>"));
        assert!(!detects("<html><body><u who=\"#a\">so</u></body></html>"));
        assert!(!detects("A text about <publicwhip>."));
    }
}
