//! Threads in small, and what is none.

use super::*;

/// Shows the posts of a page, one block a line.
fn shown(body: &str) -> Option<Vec<String>> {
    let tree = Tree::parse(&format!("<!doctype html><title>t</title><body>{body}</body>"));
    let thread = Thread::find(&tree, &vec![false; tree.len()])?;
    let mut builder = Builder::new(Kind::Transcript, "html");
    thread.write(&mut builder, &mut Receipt::default());
    let document = builder.finish();
    let show = |block: &crate::document::Block| {
        let speaker = block.speaker.map_or("", |speaker| document.speakers[speaker as usize].as_str());
        format!("{speaker}: {}", document.block_text(block))
    };
    Some(document.blocks.iter().map(show).collect())
}

const LONG: &str =
    "The tide comes in twice a day, and whoever lives by the shore knows when it will be there.";

#[test]
fn posts_that_are_voted_on_are_a_thread() {
    // A table a comment, the name of its author in a line above.
    let post = |voted: &str, name: &str, class: &str, text: &str| {
        format!(
            "<tr><td class={voted}><a>up</a><td><div><span class=head><a class=hnuser>{name}</a> on May 2 <a \
             href=#1>next</a></span></div><div class=comment><span class={class}>{text}</span><div class=reply><p>\
             <a>reply</a></div></div>"
        )
    };
    let page = format!(
        "<table>{}</table><table>{}{}</table>",
        post("votelinks", "wren", "toptext", "Who has seen it?<p>And when?"),
        post("votelinks", "marram", "commtext", "I have."),
        post("votelinks", "wren", "commtext", &format!("&gt; I have.<p>{LONG}")),
    );
    let answer = format!("wren: {LONG}");
    assert_eq!(
        shown(&page),
        Some(["wren: Who has seen it?", "wren: And when?", "marram: I have.", "wren: > I have.", &answer])
            .map(|lines| lines.map(str::to_owned).to_vec())
    );
}

#[test]
fn posts_of_one_form_are_a_thread_and_answers_lie_in_what_they_answer() {
    let page = "<div class=thing data-author=wren><div class=entry><p class=tagline><a class=author>wren</a></p>\
                <div class=usertext-body><p>Who has seen it?</p></div></div><div class=child><div class=thing \
                data-author=marram><div class=usertext-body><blockquote><p>seen it</p></blockquote><p>I have.</p>\
                </div></div></div></div><div class=footer>Of the shore.</div>";
    assert_eq!(
        shown(page),
        Some(["wren: Who has seen it?", ": seen it", "marram: I have."])
            .map(|lines| lines.map(str::to_owned).to_vec())
    );
}

#[test]
fn an_article_with_comments_is_no_thread() {
    let comments: String = ["wren", "marram", "kestrel"]
        .map(|name| {
            format!(
                "<li class=comment><span class=author>{name}</span><div class=comment-content><p>{LONG}</p></div>"
            )
        })
        .concat();
    for article in [
        format!("<article><h1>On tides</h1><p>{LONG}<p>{LONG}</article>"),
        format!(
            "<div class=post><span class=author>Ada Ek</span><div class=post-content><p>{LONG}</div></div>"
        ),
    ] {
        assert_eq!(shown(&format!("{article}<ol class=commentlist>{comments}</ol>")), None, "{article}");
    }
}

#[test]
fn a_list_of_articles_is_no_thread() {
    let teaser = |name: &str| {
        format!(
            "<article class=post><h2><a href=/{name}>On tides</a></h2><span class=author>{name}</span>\
             <div class=post-content><p>{LONG}</p></div></article>"
        )
    };
    assert_eq!(shown(&["wren", "marram", "kestrel"].map(teaser).concat()), None);
}

#[test]
fn odd_threads_cost_no_more_than_their_length() {
    const TIMES: usize = 5_000;
    for odd in [
        "<div data-author=a><div class=comment-text>x</div>",
        "<div class=comment-text><a class=author>a</a>x",
        "<p class=author>a</p><div class=comment-text>x</div>",
        "<div class=votes>",
    ] {
        shown(&odd.repeat(TIMES));
    }
}

#[test]
fn forums_set_the_head_of_a_post_beside_its_text() {
    let show = |post: &dyn Fn(&str, &str, &str) -> String| {
        shown(&format!(
            "{}{}{}",
            post("1", "wren", "Who has seen the tide?"),
            post("2", "marram", "I have."),
            post("3", "wren", "Thank you.")
        ))
    };
    let expected = Some(
        ["wren: Who has seen the tide?", "marram: I have.", "wren: Thank you."].map(str::to_owned).to_vec(),
    );
    // phpBB
    let post = |number: &str, name: &str, text: &str| {
        format!(
            "<div id=p{number} class='post bg2'><dl class=postprofile><dt><a class=username>{name}</a></dt></dl>\
             <div class=postbody><h3><a href='#p{number}'>The tide</a></h3><p class=author><a href=x><span>Post</span></a>\
             by <a class=username>{name}</a> <time>May 2</time></p><div class=content>{text}</div>\
             <div class=signature>Of the shore.</div></div></div>"
        )
    };
    assert_eq!(show(&post), expected);
    // vBulletin
    let post = |number: &str, name: &str, text: &str| {
        format!(
            "<table id=post{number}><tr><td><a class=bigusername>{name}</a><td><div id=post_message_{number}>{text}</div>\
             </table>"
        )
    };
    assert_eq!(show(&post), expected);
    // Simple Machines
    let post = |number: &str, name: &str, text: &str| {
        format!(
            "<div class=windowbg><div class=poster><h4><a href=u>{name}</a></h4></div><div class=post>\
             <div class=inner id=msg_{number}>{text}</div></div></div>"
        )
    };
    assert_eq!(show(&post), expected);
}
