//! What pages say of themselves, in small.

use super::*;

fn metadata(body: &str) -> Metadata {
    let tree = Tree::parse(&format!("<!doctype html><title>t</title><body>{body}</body>"));
    read(&tree, &vec![false; tree.len()], &mut Receipt::default()).metadata
}

#[test]
fn authors_and_days_stand_in_elements_of_their_own() {
    let authors = |body: &str, expected: &[&str]| assert_eq!(metadata(body).authors, expected, "{body}");
    authors(
        "<div itemprop=author><meta itemprop=name content='Ada Moss'><span>Follow</span></div>",
        &["Ada Moss"],
    );
    authors(
        "<div class=ltx_authors><span class=ltx_creator><span class=ltx_personname>Ada Moss</span></span> <span \
         class=ltx_creator><span class=ltx_personname>Tom Fern</span></span></div>",
        &["Ada Moss", "Tom Fern"],
    );
    authors("<div class=wp-block-post-author-name><a href=/ada>Ada Moss</a></div>", &["Ada Moss"]);
    authors("<div class=wp-block-post-title><a href=/ada>Ada Moss</a></div>", &[]);
    authors(
        "<div class=submitted>Submitted by <span class=username>Ada Moss</span> on Thu, 10/10/2019 - 09:41</div>",
        &["Ada Moss"],
    );
    authors("<p class=posted>Posted by Ada Moss on June 19, 2008</p>", &["Ada Moss"]);
    authors("<p class=posted>Posted in Old Harbours</p>", &[]);
    authors("<span class=xy-byline>By <a href=/a>Ada Moss</a></span>", &["Ada Moss"]);
    authors("<li><span class=xy-byline>By <a href=/a>Ada Moss</a></span></li>", &[]);
    authors("<span class=card-byline>By <a href=/a>Ada Moss</a></span>", &[]);
    authors("<span class=xy-byline>By the sea</span>", &[]);
    authors("<div class=author><a href=/a>Ada Moss</a><div>Tides Editor</div></div>", &["Ada Moss"]);
    authors(
        "<div itemprop=author><span itemprop=name>Ada Moss</span><span itemprop=name>Bo Ek, The Shore</span></div>",
        &["Ada Moss", "Bo Ek"],
    );
    authors("<span class=field-author>Ada Moss</span>", &["Ada Moss"]);
    let site = "<a class=site-title rel=author href=/>Slow Harbours</a>";
    authors(&format!("{site}<span class=p-author>Ada Moss</span>"), &["Ada Moss"]);
    authors("<a rel=author href=/>Ada Moss</a>", &["Ada Moss"]);
    authors("<a class=author__name href=/a>Ada Moss</a>", &["Ada Moss"]);
    authors("<div class=story__byline-name><a href=/a>Ada Moss</a></div>", &["Ada Moss"]);
    authors("<p class=is-author>di <span>Ada Moss</span></p>", &["Ada Moss"]);
    authors("<p class='text document_authors'>Ada Moss</p>", &["Ada Moss"]);
    authors("<div class=firma>di Ada Moss</div>", &["Ada Moss"]);
    authors("<div class='credits reader-credits'>Ada Moss</div>", &["Ada Moss"]);
    authors("<p class=byline>By ADA MOSS FOR THE SHORE</p>", &["Ada Moss"]);
    authors("<span class=byline>By ADA MOSS ada@shore.example</span>", &["Ada Moss"]);
    authors("<span class=byline>By Ada Moss, ada.moss@shore.example</span>", &["Ada Moss"]);
    authors("<b class=comment-author>Ada Moss</b><b class=quote__author>Tom Fern</b>", &[]);
    authors("<p class=authoring-tools>Ada Moss</p><p class=firma>La firma del patto</p>", &[]);
    authors(
        "<div class=bio><p>Written by <strong>Ada Moss</strong> who lives by the sea.</p></div>",
        &["Ada Moss"],
    );
    authors("<div class=bio><p>Nobody knows <strong>Ada Moss</strong>.</p></div>", &[]);
    authors("<div class=author>Ada writes about tin, old lids and smaller kettles.</div>", &[]);
    authors("<p>In March, <a href=/author/ada/>Ada Moss</a></p>", &["Ada Moss"]);
    authors("<p>By <a href=/author/ada/>Ada Moss</a> on March 5, 2021</p>", &["Ada Moss"]);
    authors("<p>March 5, 2021 · <a href=/author/ada/>Ada Moss</a> · 3 comments</p>", &["Ada Moss"]);
    authors(
        "<article><div><a href=/author/ada/>Ada Moss</a></div><p>It is tin.</p></article>",
        &["Ada Moss"],
    );
    for thanks in [
        "Thanks to <a href=/authors/bo-ek>Bo Ek</a>.",
        "I owe this to <em><a href=/authors/bo-ek>Bo Ek</a></em>, who lent me her kettle and never asked for it.",
        "<a href=/authors/bo-ek>Bo Ek</a> lent me her kettle.",
    ] {
        authors(&format!("<p>It is tin.</p><p>{thanks}</p>"), &[]);
    }
    authors("<p class=byline>— a short essay about metals and us</p>", &[]);
    authors("<nav><a href=/author/ada/>Ada Moss</a></nav><a href=/author/ada/feed/>Feed</a>", &[]);
    authors(
        "<table><tr class='property-row property-row-person'><th>Author</th><td><span class=user>Ada Moss</span>\
         <span class=user>Tom Fern</span></td></tr></table>",
        &["Ada Moss", "Tom Fern"],
    );
    authors("<dl class='field-list simple'><dt>Author</dt><dd><p>Ada Moss</p></dd></dl>", &["Ada Moss"]);
    authors(
        "<div class=postDesc>posted @ 2016-03-09 <a href=/a>Ada Moss</a> <a href=/b>Edit</a></div>",
        &["Ada Moss"],
    );
    let of_house = "<meta name=author content='Shore Daily Media'>";
    authors(&format!("{of_house}<a class=author__name>Ada Moss</a>"), &["Ada Moss"]);
    authors(of_house, &["Shore Daily Media"]);
    let data = |kind: &str| {
        format!(
            "<script type=application/ld+json>{{\"@type\":\"{kind}\",\"headline\":\"On tides\",\"author\":\
             {{\"@type\":\"Organization\",\"name\":\"Shore\"}}}}</script>"
        )
    };
    authors(&format!("{}<a class=author__name>Ada Moss</a>", data("NewsArticle")), &["Ada Moss"]);
    authors(&data("DiscussionForumPosting"), &["Shore"]);
    authors("<table class='infobox vcard'><tr><th class='fn org'>Ludmere</table>", &[]);
    authors("<div class=vcard><span class=fn>Ada Moss</span></div>", &["Ada Moss"]);
    authors("<div class=post-footer>Posted by <span class=fn>Ada Moss</span> at 21:14</div>", &["Ada Moss"]);
    let day = |body: &str, expected: &str| {
        let date = metadata(body).date.map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(date, expected, "{body}");
    };
    day("<em id=publish_time>2023-12-20 08:00</em>", "2023-12-20");
    day("<span data-date-time='2023-10-11 06:01:03'>6:01</span>", "2023-10-11");
    day("<p class=posted>Posted by Ada Moss on June 19, 2008</p>", "2008-06-19");
    day("<span class=field-date>24 February 2022</span>", "2022-02-24");
    day("<meta name=content_PublishedDate content='2022-10-11 13:27:00'>", "2022-10-11");
    day("<dl class='field-list simple'><dt>date</dt><dd><p>2014-05-11</p></dd></dl>", "2014-05-11");
    day("<meta name=created content='2020-04-20 15:08:40 +0000'>", "2020-04-20");
    day("<p>Last updated: <time datetime=2024-06-05></time></p>", "");
    day("<p>Of <time datetime=2024-06-05></time></p>", "2024-06-05");
    let submitted =
        "<div class=node__meta>Submitted by <span>ada</span> on <span>Fri, 03/05/2021 - 09:14</span></div>";
    day(submitted, "2021-03-05");
    authors(submitted, &["ada"]);
    day("<p id=of_time>2023-12-20 08:00</p>", "");
    let below = |days: &str| format!("<p>text</p><div id=postamble class=status>{days}</div>");
    let made = "<p class=date>Created: 2026-11-27 Fri 12:25</p>";
    day(&below(&format!("<p class=date>Date: 2022-05-17</p>{made}")), "2022-05-17");
    day(&below(made), "");
}

#[test]
fn a_heading_that_leads_to_the_front_page_names_the_site() {
    let title = |whole: &str, body: &str, expected: &str| {
        let tree = Tree::parse(&format!("<!doctype html><title>{whole}</title><body>{body}</body>"));
        let found = read(&tree, &vec![false; tree.len()], &mut Receipt::default());
        assert_eq!(found.metadata.title.as_deref(), Some(expected), "{whole} {body}");
    };
    let banner = "<header><h1><a href='https://shore.example/'>The Shore and Sea</a></h1></header>";
    let article = "<article><header><h2><a href='/tides.html'>Tides</a></h2></header></article>";
    title("The Shore and Sea - Tides", &format!("{banner}{article}"), "Tides");
    title("The Shore and Sea - On Slow Tides", &format!("{banner}<h2>On Slow Tides</h2>"), "On Slow Tides");
    let of_section =
        "<meta property=og:title content='Press corner'><meta property=og:site_name content=Shore>";
    let told = |body: &str, expected: &str| {
        title("Press corner | Shore", &format!("{of_section}{body}"), expected);
    };
    told("<main><h1>How Ludmere saved its mill</h1></main>", "How Ludmere saved its mill");
    told("<div><h1>How Ludmere saved its mill</h1></div>", "Press corner");
    told("<main><h1>The press corner of Ludmere</h1></main>", "Press corner");
    title("The Shore and Sea", &format!("{banner}{article}"), "The Shore and Sea");
    let book = "<div class=bar><h1>The Tide Book</h1></div><main><h1>slow-tides</h1></main>";
    title("slow_tides - The Tide Book", book, "slow_tides");
    let own = "<h1><a href='/tides.html'>On Slow Tides</a></h1><aside><h2>Shore</h2></aside>";
    title("On Slow Tides - Shore", own, "On Slow Tides");
}

#[test]
fn pages_of_a_space_are_called_by_their_own_name() {
    let page = "<title>Old Kitchen : On tin</title><body><h1 id=title-heading><span>Old Kitchen : On tin</span></h1>";
    let tree = Tree::parse(page);
    let found = read(&tree, &vec![false; tree.len()], &mut Receipt::default());
    assert_eq!(found.metadata.title.as_deref(), Some("On tin"));
}

#[test]
fn notebooks_are_called_by_their_heading() {
    let title = |class: &str| {
        let page = format!("<title>tin-2</title><body class={class}><main><h1>On tin</h1><p>a</p></main>");
        let tree = Tree::parse(&page);
        read(&tree, &vec![false; tree.len()], &mut Receipt::default()).metadata.title
    };
    assert_eq!(title("jp-Notebook").as_deref(), Some("On tin"));
    assert_eq!(title("page").as_deref(), Some("tin-2"));
}

#[test]
fn lines_above_the_text_say_who_and_when() {
    let receipt = &mut Receipt::default();
    let line = "old.example 2004年06月01日08:12 渡口晚报 作者:顾怀川";
    assert_eq!(authors_in_byline(line, receipt), ["顾怀川"]);
    assert_eq!(date_in_byline(line).map(|date| date.to_string()).as_deref(), Some("2004-06-01"));
    assert_eq!(authors_in_byline("June 19th, 2008 by Ada Moss", receipt), ["Ada Moss"]);
    assert!(authors_in_byline("In 1908 it was told by Ada Moss", receipt).is_empty());
    assert_eq!(authors_in_byline("记者 顾怀川", receipt), ["顾怀川"]);
    assert!(authors_in_byline("记者从渡口码头了解到渡船已经开走了", receipt).is_empty());
    assert_eq!(authors_in_byline("di Ada Moss", receipt), ["Ada Moss"]);
    assert!(authors_in_byline("di mare e di terra", receipt).is_empty());
    let closing = |text: &str| author_in_closing_line(text, &mut Receipt::default());
    assert_eq!(closing("계설하 기자 salmon@shore.example").as_deref(), Some("계설하"));
    assert_eq!(closing("계설하 기자는 배를 탔다."), None);
    assert!(authors_in_byline("作者不详", receipt).is_empty());
    assert!(authors_in_byline("这位作者:他说渡船在六点十分离开码头", receipt).is_empty());
}

#[test]
fn the_name_of_a_host_is_an_author_where_the_page_says_so_again() {
    let check = |name: &str, host: &str, body: &str, expected: &[&str]| {
        let head = format!(
            "<meta property=og:site_name content='{name}'><meta name=author content='{name}'>\
             <link rel=canonical href='https://{host}/on-tin'>"
        );
        assert_eq!(metadata(&format!("{head}{body}")).authors, expected, "{name} {host} {body}");
    };
    check("Ada", "ada.journal.example", "<p class=byline>By Ada</p>", &["Ada"]);
    check("Ada", "ada.journal.example", "", &[]);
    check("Tinpost", "tinpost.journal.example", "", &[]);
    check("Docs", "docs.tin.example", "<p class=byline>By Docs</p>", &[]);
    check("Ada Moss", "adamoss.example", "", &["Ada Moss"]);
}

#[test]
fn many_times_beside_each_other_are_read_in_one_walk() {
    let body = format!("<div>{}</div>", "<time></time>".repeat(40_000));
    assert_eq!(metadata(&body).date, None);
}

#[test]
fn a_day_on_the_page_says_more_than_the_month_in_its_address() {
    let date = |body: &str, expected: &str| {
        let page = format!(
            "<!doctype html><html><head><title>On Tides</title><link rel=canonical href=https://shore.example/2021/03/tides/></head>\
             <body>{body}<p>The tide comes in twice a day, and whoever lives by the shore knows when it will be.</p></body></html>"
        );
        let documents = crate::format::read("page.html", page.as_bytes(), &mut Receipt::default())
            .expect("it can be read");
        let found =
            documents.first().and_then(|document| document.metadata.date).map(|date| date.to_string());
        assert_eq!(found.as_deref(), Some(expected), "{body}");
    };
    date("<h1>On Tides</h1><time datetime=2021-03-05>5 March</time>", "2021-03-05");
    date("<h1>On Tides</h1><p>5 March 2021</p>", "2021-03-05");
    let text = "<p>The tide comes in twice a day, and whoever lives by the shore knows when it will be.</p>"
        .repeat(4);
    date(&format!("<table><tr><td>On Tides<tr><td>5 March 2021<tr><td>{text}</table>"), "2021-03-05");
    let note = "<p>This entry was posted on Friday, March 5th, 2021 at 8:12 am and is filed under <a href=/boats>Boats</a>. You can follow any \
                responses to this entry through a feed.</p>";
    date(&format!("<h2>On Tides</h2><div class=entry>{text}{note}</div>"), "2021-03-05");
    // Told in a story, beside the text, and of another page.
    let told = "<p>This entry was posted on the mill door on March 3, 2021 and nobody took it down in all that time.</p>";
    date(&format!("<h2>On Tides</h2><div class=entry>{text}{told}{text}</div>"), "2021-03");
    date(&format!("<main><h1>On Tides</h1>{text}</main><aside>{note}</aside>"), "2021-03");
    let other = "<ul><li><a href=/o>Of Oars</a> <time datetime=2021-03-30>30 March</time></ul>";
    date(&format!("<main><h1>On Tides</h1>{text}{other}</main>"), "2021-03");
    date(
        &format!(
            "<header><time datetime=2021-03-29>today</time></header><main><h1>On Tides</h1>{text}</main>"
        ),
        "2021-03",
    );
    // A day of another month is of something else.
    date("<h1>On Tides</h1><time datetime=2023-07-01>1 July</time>", "2021-03");
    date("<h1>On Tides</h1><p>1 July 2023</p>", "2021-03");
}

#[test]
fn catalogues_and_houses_are_told_from_whoever_wrote() {
    let authors = |head: &str, expected: &[&str]| assert_eq!(metadata(head).authors, expected, "{head}");
    authors(
        "<meta name=dc.creator content='Moss, A.'><meta name=dc.creator content='Ek, Bo de'>",
        &["A. Moss", "Bo de Ek"],
    );
    authors("<meta name=dc.creator content='Ada Moss, Bo Ek'>", &["Ada Moss", "Bo Ek"]);
    let house = "<meta name=author content='Karl Ufer'><meta name=copyright content='(c) Karl Ufer 2022'>";
    let writer = "<meta property=article:author content='Ada Moss'>";
    authors(&format!("{house}{writer}<p class=byline>By Ada Moss</p>"), &["Ada Moss"]);
    authors(&format!("{house}{writer}"), &["Karl Ufer"]);
    authors(&format!("{house}<p class=byline>By Ada Moss</p>"), &["Karl Ufer"]);
}

#[test]
fn whoever_posted_a_text_on_a_day_wrote_it() {
    let authors = |line: &str| authors_in_byline(line, &mut Receipt::default());
    assert_eq!(authors("Posted by ada, Bo, Moss on 2019-02-15, all posts"), ["ada", "Bo", "Moss"]);
    assert_eq!(
        date_in_byline("Posted by ada, Bo on 2019-02-15, all posts"),
        Date::new(2019, Some(2), Some(15))
    );
    assert!(authors("Posted by the door on a nail").is_empty());
}

#[test]
fn a_day_says_more_than_the_month_of_an_issue() {
    let head = |name: &str, day: &str| format!("<meta name={name} content='{day}'>");
    let month = head("citation_publication_date", "2021/05");
    let day = |second: &str| metadata(&format!("{month}{second}")).date.map(|date| date.to_string());
    assert_eq!(day(&head("citation_online_date", "2021/05/06")).as_deref(), Some("2021-05-06"));
    assert_eq!(day(&head("citation_online_date", "2020/11/06")).as_deref(), Some("2021-05"));
}

#[test]
fn the_day_of_a_record_stands_behind_its_title() {
    let tree = Tree::parse(
        "<!doctype html><title>Rungs Bill \u{2013} Second Reading: 8 Nov 2022: Debates - The Assembly</title><body><h1>Rungs \
         Bill \u{2013} Second Reading</h1><p>So it was said.</p>",
    );
    let found = read(&tree, &vec![false; tree.len()], &mut Receipt::default()).metadata;
    assert_eq!(found.title.as_deref(), Some("Rungs Bill \u{2013} Second Reading"));
    assert_eq!(found.date.map(|date| date.to_string()).as_deref(), Some("2022-11-08"));
}

#[test]
fn a_court_decides_later_than_it_hears() {
    assert_eq!(date_in_byline("Argued: March 3, 1987"), None);
    let both = date_in_byline("Argued March 3, 1987 Decided June 15, 1987").map(|date| date.to_string());
    assert_eq!(both.as_deref(), Some("1987-06-15"));
}
