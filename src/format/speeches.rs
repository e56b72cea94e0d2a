//! Speeches in XML: the records of parliaments and the transcripts of archives, whose elements say who speaks.
//!
//! TEI has `<u who="#Ada">` and, of plays, `<sp><speaker>`; Akoma Ntoso `<speech by="#ada">` with what stands
//! before the words in `<from>`; the Bundestag `<rede>`, in which a paragraph or a `<name>` calls who speaks from
//! there on; the archives of mySociety `<speech speakername="Ada Moss">`; the Hansards of Canada and Australia an
//! element with the name before what is said. What is no speech and stands between is
//! kept as it is.

mod head;
mod kinds;
mod moments;
mod names;
mod words;

use std::ops::Range;

use self::moments::Moments;
use self::names::People;
use self::words::{whole_text, words_of};
use super::lines::Lines;
use super::xml::{Element, Xml};
use super::{Confidence, Format, Input, ParseError, Receipt};
use crate::clean::folded;
use crate::document::{BlockKind, Builder, Document, Kind};

pub(super) static FORMAT: Format = Format { name: "speeches", extensions: &[], detect, parse };

fn detect(input: &Input<'_>) -> Confidence {
    let head = input.head();
    if !head.trim_start().starts_with('<') {
        return Confidence::No;
    }
    let has = |mark: &str| memchr::memmem::find(input.text.as_bytes(), mark.as_bytes()).is_some();
    let is_tei = || {
        head.contains("<TEI")
            && (has("<u who=") || has("<annotationBlock ") || has("<u xml:id=") || is_play(input.text))
    };
    let is_act =
        || head.contains("<akomaNtoso") && ["<speech ", "<question by=", "<answer by="].into_iter().any(has);
    // Canada's and Australia's.
    let is_hansard =
        || head.contains("<Hansard") && has("<Intervention ") || head.contains("<hansard") && has("<talker>");
    let is_record = || head.contains("<dbtplenarprotokoll") || head.contains("<publicwhip") || is_hansard();
    if is_record() || is_tei() || is_act() { Confidence::Certain } else { Confidence::No }
}

/// Says that a text in TEI is a play, and no essay that quotes one.
fn is_play(text: &str) -> bool {
    let body = memchr::memmem::find(text.as_bytes(), b"</teiHeader>").map_or(text, |at| &text[at..]);
    let (mut speeches, mut paragraphs) = (0_usize, 0_usize);
    for at in memchr::memchr_iter(b'<', body.as_bytes()) {
        let tag = &body.as_bytes()[at + 1..];
        speeches += usize::from(tag.starts_with(b"sp>") || tag.starts_with(b"sp "));
        paragraphs += usize::from(tag.starts_with(b"p>") || tag.starts_with(b"p "));
    }
    speeches >= 2 && speeches * 4 >= paragraphs
}

fn parse(input: &Input<'_>, receipt: &mut Receipt) -> Result<Vec<Document>, ParseError> {
    let xml = Xml::parse(input.text);
    let mut builder = Builder::new(Kind::Transcript, FORMAT.name);
    head::fill(builder.metadata(), &xml);
    let numbers_of = |is: fn(&str) -> bool| -> Vec<usize> {
        let elements = xml.elements().filter(|element| is(element.local_name()));
        elements.map(|element| element.span().start).collect()
    };
    let mut reader = Reader {
        people: People::of(&xml),
        lines: Lines::new(input.text),
        builder: &mut builder,
        receipt,
        speaker: None,
        moments: Moments::of(&xml),
        time: None,
        until: 0,
        paragraphs: numbers_of(kinds::is_paragraph),
        blocks: numbers_of(kinds::is_block),
        is_of_bundestag: xml.elements().next().is_some_and(|root| root.local_name() == "dbtplenarprotokoll"),
    };
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
    /// The numbers of the paragraphs, and of all that is read for itself, in order.
    paragraphs: Vec<usize>,
    blocks: Vec<usize>,
    is_of_bundestag: bool,
}

/// Says that one of these elements is inside of one.
fn within(numbers: &[usize], span: &Range<usize>) -> bool {
    let next = numbers.partition_point(|number| *number <= span.start);
    numbers.get(next).is_some_and(|number| *number < span.end)
}

fn has_words(text: &str) -> bool {
    text.contains(char::is_alphanumeric)
}

/// What is longer than that is more than a number.
const NUMBER_BYTES_MAX: usize = 8;

impl Reader<'_, '_> {
    /// Reads an element; returns the number of the next to look at.
    fn element(&mut self, element: Element<'_, '_>) -> usize {
        let span = element.span();
        if span.start >= self.until {
            self.speaker = None;
            self.until = usize::MAX;
        }
        match element.local_name() {
            name if kinds::is_passed_over(name) => span.end,
            name if kinds::is_beside(name) => {
                self.receipt.dropped("beside the words of a record", &folded(&whole_text(element)));
                span.end
            }
            // Who speaks: what is inside is theirs.
            name if kinds::is_speech(name) && self.people.speaks(element) => {
                self.speaker = self.people.speaker(element);
                self.until = span.end;
                self.time = self.moments.time(element);
                if within(&self.paragraphs, &span) && !has_words(&element.text()) {
                    return span.start + 1;
                }
                self.say(element);
                span.end
            }
            name if kinds::is_closed(name) => {
                (self.speaker, self.until) = (None, span.end);
                self.other(element)
            }
            "PersonSpeaking" | "talker" => {
                self.speaker = names::of_hansard(element);
                span.end
            }
            "speaker" | "from" => span.end,
            // The number of a question.
            "num" if whole_text(element).trim().len() <= NUMBER_BYTES_MAX => span.end,
            "note" if element.attribute("type").as_deref() == Some("speaker") => span.end,
            // The chair calls in between.
            "name" if self.is_of_bundestag => {
                let name = folded(&element.text());
                self.speaker = Some(name.trim_end_matches(':').trim_end().to_owned());
                span.end
            }
            "p" if element.attribute("klasse").as_deref() == Some("redner") => {
                self.speaker = names::of_member(element);
                span.end
            }
            name if kinds::is_paragraph(name) => {
                self.say(element);
                span.end
            }
            name if kinds::is_heading(name) => {
                self.block(element, BlockKind::Heading);
                span.end
            }
            name if kinds::is_note(name) => {
                self.block(element, BlockKind::Paragraph);
                span.end
            }
            _ => self.other(element),
        }
    }

    /// Reads an element that is none of those: one with words of its own is a paragraph, whatever it is called.
    fn other(&mut self, element: Element<'_, '_>) -> usize {
        let span = element.span();
        let own = element.text();
        if !has_words(&own) {
            return span.start + 1;
        }
        if within(&self.blocks, &span) {
            // What stands beside paragraphs comes before them.
            self.say_words(element, &folded(&own));
            return span.start + 1;
        }
        self.say(element);
        span.end
    }

    fn say(&mut self, element: Element<'_, '_>) {
        let words = words_of(element, self.receipt);
        self.say_words(element, &words);
    }

    fn say_words(&mut self, element: Element<'_, '_>, words: &str) {
        let line = Some(self.lines.at(element.offset()));
        if words.is_empty() {
            return;
        }
        match &self.speaker {
            Some(speaker) => {
                self.builder.turn(Some(speaker), line).say(words, self.time.take());
            }
            None => {
                self.builder.block(BlockKind::Paragraph, line, words);
            }
        }
    }

    fn block(&mut self, element: Element<'_, '_>, kind: BlockKind) {
        let line = Some(self.lines.at(element.offset()));
        let words = words_of(element, self.receipt);
        if !words.is_empty() {
            self.builder.block(kind, line, &words);
        }
    }
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
    fn what_no_speech_is_stays_between() {
        check(
            r##"<TEI><teiHeader/><text><front><titlePage><docTitle><titlePart>The Ladder</titlePart></docTitle><byline>by <name>Ada Moss</name></byline></titlePage><epigraph><quote>All ladders lead up.</quote></epigraph></front><body><div><sp who="#tom"><speaker>TOM.</speaker>What of them?</sp><sp who="#ada"><speaker>ADA.</speaker><p>None.</p></sp><p>So they went.</p><list><item>First <hi>thing</hi></item><item>Second thing</item></list><signed><name>Bo Ek</name></signed><trailer>The curtain falls.</trailer></div></body></text></TEI>"##,
            None,
            None,
            "-: The Ladder
-: by Ada Moss
-: All ladders lead up.
TOM: What of them?
ADA: None.
-: So they went.
-: First thing
-: Second thing
-: Bo Ek
-: The curtain falls.",
        );
    }

    #[test]
    fn who_is_not_called_is_not_the_one_before() {
        check(
            r#"<Hansard><HansardBody><Intervention id="1"><PersonSpeaking><Affiliation>Ms. Ada Moss</Affiliation></PersonSpeaking><Content><ParaText>I rise.</ParaText></Content></Intervention><ProceduralText>(Motion agreed to)</ProceduralText><Intervention id="2"><Content><Timestamp Hr="10">10:05</Timestamp><ParaText>Order.</ParaText></Content></Intervention></HansardBody></Hansard>"#,
            None,
            None,
            "Ms. Ada Moss: I rise.
-: (Motion agreed to)
-: Order.",
        );
        check(
            r#"<hansard><debate><speech><talk.start><talker><name role="metadata">Lee, Hon</name></talker><para>I rise.</para></talk.start></speech><speech><para>Order.</para></speech></debate></hansard>"#,
            None,
            None,
            "Hon Lee: I rise.
-: Order.",
        );
    }

    #[test]
    fn numbers_of_questions_are_not_said() {
        check(
            r##"<akomaNtoso xmlns="http://docs.oasis-open.org/legaldocml/ns/akn/3.0"><debate name="a"><debateBody><debateSection><heading>Wells</heading><question by="#moss"><num>1</num><from>Ada Moss</from><p>What of the wells?</p></question><answer by="#ek"><from>Bo Ek</from><p>They are dry.</p></answer></debateSection></debateBody></debate></akomaNtoso>"##,
            None,
            None,
            "#: Wells\nAda Moss: What of the wells?\nBo Ek: They are dry.",
        );
    }

    #[test]
    fn speeches_in_one_another_are_read_in_one_pass() {
        let text =
            format!("<TEI><text><body>{}<p>So it is.</p></body></text></TEI>", "<u who='#a'>".repeat(40_000));
        check(&text, None, None, "a: So it is.");
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
        let quoted = "<sp><speaker>TOM</speaker><l>So?</l></sp>";
        assert!(!detects(&format!("<TEI><text><body><p>An essay.</p>{quoted}</body></text></TEI>")));
        let essay = "<p>An essay.</p>".repeat(20);
        assert!(!detects(&format!("<TEI><text><body>{essay}{quoted}{quoted}</body></text></TEI>")));
        assert!(detects(&format!("<TEI><text><body>{quoted}{quoted}</body></text></TEI>")));
        assert!(!detects("<html><body><u who=\"#a\">so</u></body></html>"));
        assert!(!detects("A text about <publicwhip>."));
    }
}
