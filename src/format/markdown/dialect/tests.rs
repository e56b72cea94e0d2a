//! What each construct of a site generator leaves behind.

use super::*;

fn check(body: &str, is_mdx: bool, expected: &str) {
    assert_eq!(plain(body, is_mdx, &mut Receipt::default()), expected, "{body}");
}

#[test]
fn constructs_of_site_generators_go_and_lines_stay() {
    check("a {{< figure src=\"x\" >}} b\n", false, "a  b\n");
    check("{{% note %}}\ntext\n{{% /note %}}\n", false, "\ntext\n\n");
    check("see {{ site.url }}/x\n", false, "see /x\n");
    check("{% include a.html\n   b=1 %}\nnext\n", false, "\n\nnext\n");
    check("{% highlight c %}\nint {{x}};\n{% endhighlight %}\n", false, "```\nint {{x}};\n```\n");
    check("```\n{{< kept >}}\n```\n{% raw %}", false, "```\n{{< kept >}}\n```\n");
    check("`{{ kept }}` {{ gone }}", false, "`{{ kept }}` ");
    check("$\\frac{{a}}{b}$ {{", false, "$\\frac{{a}}{b}$ {{");
    check(":::info[Short]\nbody\n:::\n", false, "Short<part/>\nbody\n\n");
    check(":::message alert\nbody\n:::\n", false, "\nbody\n\n");
    check(
        "a\n@[youtube](abc)\n@[Ada Moss](https://a.example) b\n",
        false,
        "a\n\n@[Ada Moss](https://a.example) b\n",
    );
    check("a\n\\newpage\nb\n", false, "a\n\nb\n");
    check("• one\n  • two\n", false, "- one\n  - two\n");
    check("text {: .class}\n{: #id}\n", false, "text \n\n");
    check("import {\n  A,\n} from\n'./a';\n\n<A b={c} /> words\n", false, "\n\n\n\n\n words\n");
    check("import A from './a';\n\n<A b={{c: 1}}>words</A> {d}\n", true, "\n\nwords \n");
    check("<div>kept</div> 1 < 2", true, "<div>kept</div> 1 < 2");
    check("export const a = {\n  b: 1,\n};\nnext", true, "\n\n\nnext");
    check("a {b} <C>", false, "a {b} <C>");
    check("so [it is]{.mark} here\n", false, "so it is here\n");
    check("![a](b){.c width=1}\nword\n", false, "![a](b)\nword\n");
    check("```=html\n<style></style>\n```\nword\n", false, "\n\n\nword\n");
    check("`````=html\n<style></style>\n`````\nword\n", false, "\n\n\nword\n");
    check("::github{repo=\"a/b\"}\nword\n*[HTML]: Long Name\n", false, "\nword\n\n");
    check("* TOC\n{:toc}\n\nword\n", false, "\n\n\nword\n");
    check("{% raw %}\n{{ kept }}\n{% endraw %}\n", false, "\n{{ kept }}\n\n");
    check("{{< highlight go >}}\na{{b}}\n{{< /highlight >}}\n", false, "```\na{{b}}\n```\n");
    check(
        "{% blockquote Ada Moss http://e.org On lids %}\nLift it.\n{% endblockquote %}\n",
        false,
        "\n> Lift it.\n> <part/>Ada Moss On lids\n",
    );
    check("{{< figure src=\"a.png\" caption=\"The lid\" >}}\n", false, "The lid<part/>\n");
    check("{{< youtube id=\"a\" title=\"A talk\" >}}\n", false, "\n");
    check("```dataview\nLIST\n```\nword\n", false, "\n\n\nword\n");
    check("<Tabs>\n  <Tab label=\"a\">\n    Words.\n  </Tab>\n</Tabs>\n", true, "\n  \nWords.\n  \n\n");
    check(
        "<Speaker name=\"Ada Moss\" time=\"0:05\">\nWords.\n</Speaker>\n",
        true,
        "**Ada Moss** (0:05)\nWords.\n\n",
    );
    check("{{< says who=\"Ada\" >}}Words.{{< /says >}}\n", false, "**Ada:** Words.\n");
    check("<Voice name=\"alloy\" />\nWords.\n", true, "\nWords.\n");
    check("a\n##Title\n#tag\n", false, "a\n## Title\n#tag\n");
    check("![a](b){width=40 height=30}\nword\n", false, "![a](b)\nword\n");
    check("So it is [@moss2021; @field1911, p. 3]. [@ada](b)\n", false, "So it is. [@ada](b)\n");
    check(
        "So [@ada1] says.\n\n[@ada1]: http://e.org\n",
        false,
        "So [@ada1] says.\n\n[@ada1]: http://e.org\n",
    );
}
