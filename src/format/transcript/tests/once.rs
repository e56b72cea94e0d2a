//! Who speaks once, and what only looks as if somebody did.

use super::{check, document};

#[test]
fn a_name_before_a_colon_is_no_part_of_what_another_says() {
    check(
        "a.md",
        "Ada Moss: So this is the weir.\n\nTom Grey: It is.\n\nAda Moss: Why is it here?\n\nTadeja: Because the river is very slow above \
         the mill.\n\nAda Moss: Yes.\n\nTom Grey: We could raise it.\n\nJon: I am just making sure that I understand.\n\nAda Moss: By how \
         much?\n\nTom Grey: A hand.\n\nAda Moss: Then there is one thing to know.\n\nMortar: it is old, and it has to come out.\n\nTom Grey: All of it?\n",
        "1 Ada Moss: So this is the weir.\n3 Tom Grey: It is.\n5 Ada Moss: Why is it here?\n7 Tadeja: Because the river is very slow above the mill.\n\
         9 Ada Moss: Yes.\n11 Tom Grey: We could raise it.\n13 Jon: I am just making sure that I understand.\n15 Ada Moss: By how much?\n\
         17 Tom Grey: A hand.\n19 Ada Moss: Then there is one thing to know.\n21 Ada Moss: Mortar: it is old, and it has to come out.\n23 Tom Grey: All of it?",
    );
}

#[test]
fn where_names_are_bold_a_bold_one_speaks_once_and_another_does_not() {
    let long = "The river rose in the night and nobody knew why it had. By morning the lower field was gone.";
    let text = format!(
        "**Ada Moss:** Here is the news.\n\n{long}\n\n{long}\n\nEnter Longfield: a mill for everybody who has corn.\n\n{long}\n\n\
         **Old Boy Miller:** Don't grind it.\n\n**Ada Moss:** So he said.\n\n{long}\n\n{long}\n\n**Break:**\n\n**Ada Moss:**\n\n{long}\n\n{long}\n\n\
         **Danylo Voss:** I did.\n\nOf the last weir Enid Brook writes:\n\nEnid Brook:\n\n> {long}\n\n{long}\n\n**Ada Moss:** That is the news.\n\n\
         *Wednesday*: the lower mill\n\n**Ada Moss:** And now farewell.\n\n**Ada Moss:** Farewell.\n"
    );
    assert_eq!(document("news.md", &text).speakers, ["Ada Moss", "Old Boy Miller", "Danylo Voss"]);
    let slip = text.replace("Enter Longfield: a mill for", "Tadej Vrana: A mill for");
    assert_eq!(
        document("news.md", &slip).speakers,
        ["Ada Moss", "Tadej Vrana", "Old Boy Miller", "Danylo Voss"]
    );
}

#[test]
fn misspelled_times_behind_a_break_are_not_said() {
    check(
        "a.md",
        "**Ada Moss:** We will be back.\n\n**Break:** \\[18:04\\] to \\[\\00:18:51.08\\]\n\n**Tom Grey:** We are back.\n\n**Ada Moss:** So.\n\n\
         **Break:** \\[00:27:20.28\n\n**Tom Grey:** And again.\n",
        "1 Ada Moss: We will be back.\n5 Tom Grey @1084: We are back.\n7 Ada Moss: So.\n11 Tom Grey: And again.",
    );
}
