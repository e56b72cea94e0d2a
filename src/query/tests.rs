use super::parse;

#[test]
fn queries_print_as_they_were_written() {
    for query in [
        "a b",
        "speaker:\"nathan lambert\" flywheel",
        "(tax OR levy) land -x",
        "a NEAR/3 b^2 c*",
        "reply:(speaker:a pricing, speaker:b no)",
    ] {
        assert_eq!(parse(query).unwrap().to_string(), query);
    }
}
