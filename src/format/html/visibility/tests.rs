//! What is seen of pages in small.

use super::*;

#[test]
fn what_is_hidden_is_not_seen_unless_it_is_everything() {
    let check = |html: &str, expected: &str| {
        let tree = Tree::parse(html);
        let marks = unseen(&tree);
        let mut seen = String::new();
        let mut node = 0;
        while node < tree.len() {
            if marks[node] {
                node = tree.end(node);
            } else {
                seen.push_str(tree.text(node).unwrap_or_default());
                node += 1;
            }
        }
        assert_eq!(seen, expected, "{html}");
    };
    check("a long text<p hidden>b</p><p style='color:red; Display : NONE'>c</p>", "a long text");
    check(
        "a long text<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup><div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a>b</p></div>",
        "a long text",
    );
    let above = "<section data-field=subtitle>Of tin</section><p>A long text.</p>";
    check(above, "Of tinA long text.");
    check(&format!("{above}<h4 class='graf graf--subtitle'>Of tin</h4>"), "A long text.Of tin");
    check("<object><p>tin</p></object><object data=a.svg>b</object>", "tin");
    check("a long text<i aria-hidden=true>b</i><i aria-hidden=false>c</i>", "a long textc");
    check("a long text<figure><figcaption aria-hidden=true>b</figcaption></figure>", "a long textb");
    check("a long text<figure><figcaption hidden>b</figcaption></figure>", "a long text");
    check("<li><span class='ltx_tag ltx_tag_item'>\u{2022}</span><p>tin</p></li>", "tin");
    check("<aside role=doc-footnote><span class=label>[1]</span><p>tin</p></aside>", "tin");
    check("<p><span class=label>[1]</span> tin</p>", "[1] tin");
    check("<dt><span class='ltx_tag ltx_tag_item'>Tin</span></dt>", "Tin");
    check("<div class='language-py vp'><span class=lang>py</span><pre>tin</pre></div>", "tin");
    check("<p class=language-of-trees>The <span class=lang>Latin</span> name</p>", "The Latin name");
    check("<h1>Tin <a href='#tin'>\u{200B}</a></h1>", "Tin ");
    let said = "<p>One says this.</p><p>Another that.</p>";
    check(
        &format!("A long text, longer than that.<div id=js_content style='visibility:hidden'>{said}</div>"),
        "A long text, longer than that.One says this.Another that.",
    );
    check(
        &format!("A long text, longer than that.<div style='visibility:hidden'>{said}</div>"),
        "A long text, longer than that.",
    );
    check(
        &format!("A long text, longer than that.<div style='display:none'>{said}</div>"),
        "A long text, longer than that.",
    );
    check(
        &format!("A text.<div id=transcript style='display:none'>{said}</div>"),
        "A text.One says this.Another that.",
    );
    check("A long text.<dl><dt>Why?</dt><dd hidden>So.</dd></dl>", "A long text.Why?So.");
    check("<body style='visibility:hidden'>everything</body>", "everything");
    check("<svg><text>b</text></svg><ruby>\u{6f22}<rp>(</rp><rt>x</rt><rp>)</rp></ruby>", "\u{6f22}");
    check("abc def<span style='display:none'><math><mi>x</mi></math></span>", "abc defx");
    check("<pre><span class=linenos>1</span>a = 1\n<span class=linenos>2</span>b</pre>", "a = 1\nb");
    check("<p><span class=linenos>1</span>a</p>", "1a");
    check("<pre><span class=boring>fn main() {</span>let a;</pre>", "let a;");
    check("<div class=jp-InputPrompt>In [1]:</div><pre>a</pre>", "a");
    check("<div class=footdef><sup><a href='#r'>1</a></sup> <p>Grey.</p></div>", " Grey.");
    check(
        "<p class=MsoListParagraph><span>·<span style='font:7.0pt \"Times\"'>  </span></span>tin</p>",
        "tin",
    );
    check("<p class=MsoListParagraph><span>all of it</span></p>", "all of it");
    check("<h2>Tin<a class=headerlink href='#tin'>\u{B6}</a></h2> <a href='#x'>1</a>", "Tin 1");
    check("<script>a</script><noscript>b</noscript><button>c</button>d", "d");
}

#[test]
fn what_holds_the_prose_of_a_page_is_seen_though_menus_hold_more_words() {
    let sentence =
        "Whoever lives by the shore knows when the tide will be in, and nobody has ever asked why. ";
    let text = format!("<p>{}</p>", sentence.repeat(3)).repeat(4);
    let menu = "<li><a href=/>Harbours and lamps</a>".repeat(80);
    let seen = |hidden: &str, shown: &str| {
        let tree = Tree::parse(&format!("<ul>{menu}</ul>{shown}{hidden}"));
        let marks = unseen(&tree);
        let node = (0..tree.len()).find(|node| tree.attribute(*node, "id") == Some("x")).unwrap_or_default();
        !marks[node]
    };
    assert!(seen(&format!("<div id=x style='display:none'>{text}</div>"), ""));
    assert!(!seen(&format!("<div id=x style='display:none'>{text}</div>"), &text));
    assert!(!seen(&format!("<div id=x class=cookie-modal style='display:none'>{text}</div>"), ""));
    assert!(!seen(
        &format!("<div class=related-posts><div id=x style='display:none'>{text}</div></div>"),
        ""
    ));
}

#[test]
fn answers_below_their_questions_are_seen() {
    let seen = |html: &str| {
        let tree = Tree::parse(html);
        let marks = unseen(&tree);
        let node = (0..tree.len()).find(|node| tree.attribute(*node, "id") == Some("x")).unwrap_or_default();
        !marks[node]
    };
    let answer = "<p>Because the moon pulls the water, as sailors knew long before anyone could say why.</p>";
    let shown =
        "<p>Whoever lives by the shore knows when the tide will be in, and nobody has ever asked why.</p>"
            .repeat(4);
    assert!(seen(&format!(
        "{shown}<div><div role=button>Why is that? +</div><div id=x style='display:none'>{answer}</div></div>"
    )));
    assert!(!seen(&format!(
        "{shown}<div><div role=button>More</div><div id=x style='display:none'>{answer}</div></div>"
    )));
    assert!(!seen(&format!(
        "{shown}<div><a>Lost your key?</a><div id=x style='display:none'>{answer}<form><input></form></div></div>"
    )));
}

#[test]
fn much_that_is_hidden_does_not_stand_for_a_text_that_is_seen() {
    let spam = "<div style='display:none'><p>".to_owned()
        + &"Cheap flour, cheap mills, buy a mill near you. ".repeat(60)
        + "</p></div>";
    let text = "<p>The mill stood above the weir for three hundred years, and nobody could remember a spring when its wheel had \
                not turned, or had turned for long.</p>";
    let menu = format!("<ul>{}</ul>", "<li>Bread and honey</li>".repeat(120));
    let is_seen = |html: &str| {
        let tree = Tree::parse(&format!("<body>{menu}{html}{spam}</body>"));
        let marks = unseen(&tree);
        let flour = (0..tree.len()).find(|node| tree.text(*node).is_some_and(|text| text.contains("Cheap")));
        !flour.is_some_and(|flour| {
            std::iter::once(flour).chain(tree.ancestors(flour)).any(|outer| marks[outer])
        })
    };
    assert!(!is_seen(&format!("<main><h1>The ledger</h1>{text}</main>")));
    assert!(!is_seen(&format!("<div><h1>The ledger</h1>{text}</div>")));
    assert!(is_seen("<p>Of flour</p>"));
}
