//! What the hosts of podcasts and newsletters add to the end of every item: whose servers it comes from,
//! whom to pay, where to read about privacy.

use super::super::Receipt;
use crate::document::Builder;

/// A block is the host's if it begins so, marks and emoji aside,
const STARTS: [&str; 23] = [
    "submitted by /u/",
    "support the show",
    "support this podcast",
    "support this show",
    "send in a voice message",
    "become a supporter of this podcast",
    "become a subscriber to this podcast",
    "hosted on acast",
    "hosted by ausha",
    "hosted by simplecast",
    "hosted by audiomeans",
    "hosted by podbean",
    "h\u{e9}berg\u{e9} par acast",
    "h\u{e9}berg\u{e9} par ausha",
    "h\u{e9}berg\u{e9} par audiomeans",
    "distributed by audiomeans",
    "learn more about your ad choices",
    "this podcast uses the following third-party services",
    "advertising inquiries: ",
    "get full access to ",
    "this is a public episode. if you",
    "this is a free preview of a paid episode",
    "to hear more, visit ",
];

/// or if it has one of these in it.
const PARTS: [&str; 14] = [
    "megaphone.fm/adchoices",
    "acast.com/privacy",
    "omnystudio.com/listener",
    "omny.fm/listener",
    "art19.com/privacy",
    "redcircle.com/privacy",
    "redcircle.com/brands",
    "ausha.co/privacy",
    "ausha.co/politique",
    "audiomeans.fr/politique",
    "pcm.adswizz.com",
    "podcastchoices.com/adchoices",
    "simplecast.com/privacy",
    "op3.dev/privacy",
];

/// Longer blocks are the author's.
const BLOCK_BYTES_MAX: usize = 320;

/// Takes the host's blocks off the end.
pub(super) fn cut(builder: &mut Builder, receipt: &mut Receipt) {
    let mut cut: Vec<String> = Vec::new();
    while let Some(text) = builder.last_block() {
        let is_rule = !cut.is_empty() && !text.contains(char::is_alphanumeric);
        if !is_rule && !is_of_host(text) {
            break;
        }
        cut.push(text.to_owned());
        builder.take_back();
    }
    cut.iter().rev().for_each(|text| receipt.dropped("tail that the host adds", text));
}

fn is_of_host(text: &str) -> bool {
    if text.len() > BLOCK_BYTES_MAX {
        return false;
    }
    let lower = text.to_lowercase();
    let words = lower.trim_start_matches(|c: char| !c.is_alphanumeric());
    STARTS.iter().any(|start| words.starts_with(start)) || PARTS.iter().any(|part| lower.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, Kind};

    #[test]
    fn what_hosts_add_goes() {
        let check = |texts: &[&str], kept: usize| {
            let mut builder = Builder::new(Kind::Notes, "feed");
            for text in texts {
                builder.block(BlockKind::Paragraph, None, text);
            }
            cut(&mut builder, &mut Receipt::default());
            let document = builder.finish();
            assert_eq!(document.blocks.len(), kept, "{texts:?}");
            assert_eq!(document.check(), Ok(()));
        };
        check(&["On kettles.", "---", "\u{2605} Support this podcast on Patreon \u{2605}"], 1);
        check(&["On kettles.", "Learn more about your ad choices. Visit megaphone.fm/adchoices"], 1);
        check(&["Support the show", "On kettles."], 2);
        check(&["Support the show"], 0);
    }
}
