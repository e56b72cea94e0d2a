//! What fields are called by those who name them in their own language: columns of tables above all.

use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// The part that a field plays.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// What is said.
    Text,
    /// Who says it.
    Speaker,
    /// When it begins.
    Start,
    /// When it ends.
    End,
    /// When it is said, which other things have, too.
    Time,
}

/// The part of a field of this name: each of millions of fields is asked for.
pub(super) fn part(key: &str) -> Option<Part> {
    static PARTS: LazyLock<FxHashMap<&str, Part>> = LazyLock::new(|| {
        let all: [(&[&str], Part); 5] = [
            (&TEXT, Part::Text),
            (&SPEAKER, Part::Speaker),
            (&START, Part::Start),
            (&END, Part::End),
            (&TIME, Part::Time),
        ];
        all.into_iter().flat_map(|(names, part)| names.iter().map(move |name| (*name, part))).collect()
    });
    PARTS.get(key).copied()
}

#[rustfmt::skip]
const TEXT: [&str; 24] = [
    "texto", "texte", "testo", "tekst", "texten", "teksti", "текст", "реплика", "テキスト", "発言", "発言内容", "字幕",
    "文本", "内容", "发言内容", "文字", "내용", "텍스트", "النص", "inhalt", "wortlaut", "contenido", "conteúdo", "contenu",
];

#[rustfmt::skip]
const SPEAKER: [&str; 34] = [
    "sprecher", "sprecherin", "sprecher_in", "redner", "rednerin", "locuteur", "locutrice", "intervenant", "orateur",
    "orador", "oradora", "hablante", "interlocutor", "participante", "ponente", "falante", "parlante", "oratore",
    "spreker", "talare", "taler", "puhuja", "mówca", "спикер", "говорящий", "оратор", "話者", "発言者", "スピーカー",
    "说话人", "发言人", "發言人", "화자", "المتحدث",
];

#[rustfmt::skip]
const START: [&str; 22] = [
    "beginn", "anfang", "startzeit", "von", "inicio", "início", "hora_de_inicio", "début", "debut", "inizio", "starttijd",
    "starttid", "начало", "開始", "開始時間", "開始時刻", "开始", "开始时间", "開始時点", "시작", "시작_시간", "البداية",
];

#[rustfmt::skip]
const END: [&str; 20] = [
    "ende", "endzeit", "bis", "fin", "fim", "fine", "hora_de_fin", "einde", "eindtijd", "sluttid", "конец", "終了",
    "終了時間", "終了時刻", "结束", "结束时间", "끝", "종료", "종료_시간", "النهاية",
];

#[rustfmt::skip]
const TIME: [&str; 18] = [
    "zeit", "zeitstempel", "timecodes", "minutage", "horodatage", "tiempo", "marca_de_tiempo", "temps", "tempo", "tijd",
    "время", "таймкод", "時間", "时间", "時刻", "时间戳", "시간", "الوقت",
];
