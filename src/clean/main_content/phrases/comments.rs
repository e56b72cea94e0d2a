//! What stands over words of readers and around them.

/// Says whether a short block is the heading of what readers wrote.
pub(in super::super) fn heads_comments(lower: &str) -> bool {
    if lower.len() > 60 {
        return false;
    }
    let words: Vec<&str> =
        lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).collect();
    matches!(
        words.as_slice(),
        ["comments"]
            | ["comment"]
            | ["responses"]
            | ["reader" | "user" | "all" | "show" | "view" | "top" | "latest", "comments"]
            | ["comments", "on" | "to" | "for", ..]
            | ["responses" | "thoughts" | "replies" | "comment", "to" | "on", ..]
            | ["one", "response" | "thought" | "reply" | "comment", ..]
            | ["no", "comments" | "responses", ..]
            | ["trackbacks" | "pingbacks" | "trackback", ..]
            | ["kommentar" | "kommentare" | "gedanken" | "antworten", "zu" | "auf", ..]
            | ["kommentar", "schreiben" | "hinterlassen" | "verfassen"]
            | ["schreibe", "einen", "kommentar"]
            | ["keine", "kommentare"]
            | ["laisser" | "ajouter", "un", "commentaire"]
            | ["deja" | "deixe", "un" | "um" | "una", ..]
            | ["lascia", "un", "commento"]
            | ["leave" | "post" | "add" | "write", "a" | "your", "comment" | "reply" | "response"]
            | ["join", "the", "discussion" | "conversation"]
            | ["kommentare"]
            | ["commentaires"]
            | ["comentarios"]
            | ["comentários"]
            | ["commenti"]
            | ["reacties"]
            | ["komentarze"]
            | ["комментарии" | "коментарі" | "коментари"]
            | ["kommentarer"
                | "komentáře"
                | "komentáre"
                | "komentari"
                | "kommentit"
                | "comentarii"
                | "yorumlar"]
            | ["hozzászólások" | "komentar" | "σχόλια" | "تعليقات" | "التعليقات" | "نظرات" | "תגובות"]
            | ["コメント" | "评论" | "評論" | "留言" | "댓글"]
            | ["bình", "luận"]
            | ["コメント一覧" | "评论列表" | "评论区" | "网友评论" | "最新评论" | "댓글목록"]
            | [
                "kommentarer" | "reacties" | "commenti" | "komentarze" | "komentáře",
                "på" | "op" | "su" | "do" | "k",
                ..
            ]
            | ["lämna" | "skriv", "en", "kommentar"]
            | ["laat" | "plaats" | "geef", "een", "reactie", ..]
            | ["dodaj" | "zostaw" | "napisz", "komentarz"]
            | ["napsat" | "přidat" | "vložit", "komentář"]
            | ["оставить" | "добавить" | "написать", "комментарий"]
            | ["оставьте" | "добавьте" | "напишите", "комментарий"]
            | ["yorum", "yap" | "yaz" | "yapın" | "bırak"]
            | ["bir", "yorum" | "cevap", "yaz" | "yazın" | "bırak" | "bırakın"]
            | ["コメントを書く" | "コメントを残す" | "コメントする" | "发表评论" | "發表評論" | "댓글쓰기"]
            | ["댓글", "쓰기" | "남기기" | "달기"]
            | ["اترك" | "أضف" | "اكتب", "تعليقا" | "تعليقك" | "ردا" | "تعليق", ..]
            | ["dejar" | "escribir" | "añadir", "un", "comentario"]
            | ["deixar" | "adicionar" | "escrever", "um", "comentário"]
            | ["scrivi" | "aggiungi", "un", "commento"]
    )
}

/// Says whether a line, lower case, says that what follows it is of readers and not of the house.
pub(in super::super) fn disowns(lower: &str) -> bool {
    const BYTES_MAX: usize = 200;
    #[rustfmt::skip]
    const SAYS: [&str; 9] = [
        "comments are owned by", "comments are the property of", "comments are property of", "comments below have not been moderated",
        "comments below have been moderated", "comments belong to whoever", "comments are those of their author",
        "responsibility of whoever posted", "comments are subject to moderation",
    ];
    lower.len() <= BYTES_MAX && SAYS.iter().any(|phrase| lower.contains(phrase))
}

/// Says whether a heading, lower case, is one word and no number.
pub(in super::super) fn is_bare_word(lower: &str) -> bool {
    !lower.trim().contains(char::is_whitespace) && !lower.chars().any(char::is_numeric)
}

/// Says whether a short block is what stands around a comment.
pub(in super::super) fn is_of_comment(lower: &str) -> bool {
    const WORDS: [&str; 22] = [
        "reply",
        "report",
        "flag",
        "upvote",
        "antworten",
        "répondre",
        "responder",
        "rispondi",
        "like",
        "quote",
        "reageer",
        "beantwoorden",
        "odpowiedz",
        "odpovědět",
        "ответить",
        "відповісти",
        "svara",
        "svar",
        "yanıtla",
        "返信",
        "回复",
        "답글",
    ];
    let words = || lower.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty());
    let says = ["says", "says:", "said:", "wrote:", "sagt:", "a dit :", "dice:", "dijo:", "schreibt:"];
    words().count() <= 4 && words().any(|word| WORDS.contains(&word))
        || says.iter().any(|end| lower.ends_with(end))
        || ["posted by ", "reply to ", "comment by "].iter().any(|start| lower.starts_with(start))
        || lower.contains(" ago") && words().count() <= 5
}

#[cfg(test)]
mod tests {
    use super::{disowns, heads_comments, is_of_comment};

    #[test]
    fn houses_disown_what_their_readers_write() {
        assert!(disowns("the comments are owned by the poster. we are not responsible for them."));
        assert!(disowns("the fine print: the following comments are owned by whoever posted them."));
        assert!(!disowns("whoever comments on the mill owns a share of it."));
    }

    #[test]
    fn headings_of_what_readers_wrote_are_known_in_many_languages() {
        for heading in [
            "yorumlar (3)",
            "kommentarer",
            "komentáře",
            "댓글 2",
            "评论",
            "コメント一覧",
            "3 تعليقات",
            "bir yorum yazın",
            "dodaj komentarz",
        ] {
            assert!(heads_comments(heading), "{heading}");
        }
        for heading in ["bir cevap arayışı", "обсуждение", "评论家的一天", "kommentarer till lagen"]
        {
            assert!(!heads_comments(heading), "{heading}");
        }
    }

    #[test]
    fn ways_to_answer_are_known_in_many_languages() {
        for label in ["yanıtla", "ответить", "回复", "답글 2"] {
            assert!(is_of_comment(label), "{label}");
        }
    }
}
