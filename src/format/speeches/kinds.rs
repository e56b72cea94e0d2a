//! What the elements of such sources are, by their names.

/// Paragraphs of what is said.
pub(super) fn is_paragraph(name: &str) -> bool {
    matches!(name, "p" | "seg" | "l" | "ab" | "para" | "ParaText")
}

pub(super) fn is_heading(name: &str) -> bool {
    matches!(
        name,
        "head"
            | "heading"
            | "major-heading"
            | "minor-heading"
            | "oral-heading"
            | "top-titel"
            | "OrderOfBusinessTitle"
            | "SubjectOfBusinessTitle"
            | "title"
    )
}

/// What is no speech and stands between.
pub(super) fn is_note(name: &str) -> bool {
    matches!(
        name,
        "kommentar"
            | "note"
            | "stage"
            | "scene"
            | "narrative"
            | "summary"
            | "kinesic"
            | "vocal"
            | "incident"
            | "ProceduralText"
    )
}

/// Who speaks, or what they say.
pub(super) fn is_speech(name: &str) -> bool {
    matches!(name, "u" | "sp" | "speech" | "question" | "answer" | "annotationBlock")
}

/// In these nobody speaks but who is called in them.
pub(super) fn is_closed(name: &str) -> bool {
    matches!(
        name,
        "rede"
            | "sitzungsbeginn"
            | "tagesordnungspunkt"
            | "Intervention"
            | "Question"
            | "Response"
            | "interjection"
            | "continue"
            | "speech"
            | "question"
            | "answer"
            | "sp"
    )
}

/// What is read for itself wherever it stands.
pub(super) fn is_block(name: &str) -> bool {
    is_paragraph(name)
        || is_heading(name)
        || is_note(name)
        || is_speech(name)
        || is_closed(name)
        || matches!(name, "PersonSpeaking" | "talker" | "speaker" | "from")
}

/// Heads, and lists of contents and of those who spoke.
pub(super) fn is_passed_over(name: &str) -> bool {
    matches!(
        name,
        "teiHeader"
            | "meta"
            | "vorspann"
            | "rednerliste"
            | "standOff"
            | "castList"
            | "ExtractedInformation"
            | "session.header"
            | "toc"
            | "facsimile"
            | "sourceDoc"
    )
}

/// What the printer, the clerk or a program set beside the words.
pub(super) fn is_beside(name: &str) -> bool {
    matches!(
        name,
        "fw" | "spanGrp"
            | "mplist"
            | "msplist"
            | "page.no"
            | "time.stamp"
            | "Timestamp"
            | "FloorLanguage"
            | "type"
            | "id.no"
            | "name.id"
            | "electorate"
            | "party"
            | "in.gov"
            | "first.speech"
    )
}

/// What parts words, so that those on both sides are not one.
pub(super) fn is_apart(name: &str) -> bool {
    is_paragraph(name) && name != "seg"
        || is_heading(name)
        || matches!(
            name,
            "lb" | "br"
                | "s"
                | "pb"
                | "anchor"
                | "item"
                | "label"
                | "li"
                | "row"
                | "cell"
                | "tr"
                | "td"
                | "th"
                | "desc"
                | "titlePart"
                | "quote"
        )
}
