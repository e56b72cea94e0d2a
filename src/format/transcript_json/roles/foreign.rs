//! What fields are called by those who name them in their own language: columns of tables above all.

/// What is said.
pub(super) fn is_text(key: &str) -> bool {
    #[rustfmt::skip]
    const NAMES: [&str; 24] = [
        "texto", "texte", "testo", "tekst", "texten", "teksti", "текст", "реплика", "テキスト", "発言", "発言内容", "字幕",
        "文本", "内容", "发言内容", "文字", "내용", "텍스트", "النص", "inhalt", "wortlaut", "contenido", "conteúdo", "contenu",
    ];
    NAMES.contains(&key)
}

/// Who says it.
pub(super) fn is_speaker(key: &str) -> bool {
    #[rustfmt::skip]
    const NAMES: [&str; 34] = [
        "sprecher", "sprecherin", "sprecher_in", "redner", "rednerin", "locuteur", "locutrice", "intervenant", "orateur",
        "orador", "oradora", "hablante", "interlocutor", "participante", "ponente", "falante", "parlante", "oratore",
        "spreker", "talare", "taler", "puhuja", "mówca", "спикер", "говорящий", "оратор", "話者", "発言者", "スピーカー",
        "说话人", "发言人", "發言人", "화자", "المتحدث",
    ];
    NAMES.contains(&key)
}

/// When it begins.
pub(super) fn is_start(key: &str) -> bool {
    #[rustfmt::skip]
    const NAMES: [&str; 22] = [
        "beginn", "anfang", "startzeit", "von", "inicio", "início", "hora_de_inicio", "début", "debut", "inizio", "starttijd",
        "starttid", "начало", "開始", "開始時間", "開始時刻", "开始", "开始时间", "開始時点", "시작", "시작_시간", "البداية",
    ];
    NAMES.contains(&key)
}

/// When it ends.
pub(super) fn is_end(key: &str) -> bool {
    #[rustfmt::skip]
    const NAMES: [&str; 20] = [
        "ende", "endzeit", "bis", "fin", "fim", "fine", "hora_de_fin", "einde", "eindtijd", "sluttid", "конец", "終了",
        "終了時間", "終了時刻", "结束", "结束时间", "끝", "종료", "종료_시간", "النهاية",
    ];
    NAMES.contains(&key)
}

/// When it is said, which other things have, too.
pub(super) fn is_time(key: &str) -> bool {
    #[rustfmt::skip]
    const NAMES: [&str; 18] = [
        "zeit", "zeitstempel", "timecodes", "minutage", "horodatage", "tiempo", "marca_de_tiempo", "temps", "tempo", "tijd",
        "время", "таймкод", "時間", "时间", "時刻", "时间戳", "시간", "الوقت",
    ];
    NAMES.contains(&key)
}
