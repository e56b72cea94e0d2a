//! What `ibid help output` prints.

use super::field::FIELDS;

/// The outputs by example, in lines of at most 80 columns.
const HELP: &str = "\
WHAT COMES OUT

What is found goes to stdout; what is said about it goes to stderr. On a
terminal lines are wrapped and coloured; in a pipe a passage is one line and
the same files give the same bytes, on every machine.

FORMATS
  --format text             for people; what you get without a word
  --format jsonl            one JSON object a line: a `hit` for each document,
                            then one `summary`
  --format json             the same in one object, `hits` inside
  --format csv, tsv         a line of names, then a line for each passage
  --format md               Markdown, to paste or to give to a language model
  --format vimgrep          file:line:column:text: vim -q <(ibid search ..)
  --format trec             a run for trec_eval; documents are named path#part,
                            records of a collection by their ids, as in `ibid
                            eval --run` where no judgment knows another name
  --template '{title}\\t{place}'
                            a line of your own for each passage; \\t, \\n and \\0
                            are a tab, a line break and a zero byte, {{ is {
  --fields path,line,text   the columns of csv and tsv; with jsonl an object of
                            just these; with trec the first names the document
  -l                        only the files, all that match where no -n is said,
                            to be opened from the current folder
  -l -0                     the same, parted by zero bytes: | xargs -0 less
  -c                        only how many documents match, the versions of a
                            text counted once
  -q                        nothing: the exit code is the answer

MANY QUERIES
  --queries FILE            every line is a query, or a name, a tab and a query;
                            `-` is standard input. Answers come in order, with
                            `query_id`; a query that makes no sense is told and
                            passed over, and the exit code is 2 at the end

JSON
  Scores are raw. Ranges are in bytes of the text beside them. Every object of
  every command has `version`, now 1, but those of your own --fields; in search
  --format-version 1 insists on it. New fields may come, a field that changes
  its meaning raises the version. The schemas are in schema/ of the source. A
  byte of a file name that is not UTF-8 reads as U+FFFD and two hexadecimal
  digits; -l -0 prints the name itself.

OTHER COMMANDS
  kwic, trend, first, facets and quote have --format text, jsonl, json, csv and
  tsv too; eval has text and jsonl. --json is --format json, and what status,
  show, ingest and bench have. quote --format jsonl prints a `place` for each
  place, then a `verdict`.

WHAT THE ARCHIVE MAY DO TO YOUR TERMINAL
  Nothing. In JSON whatever could command it, reorder or hide text is escaped,
  and reads back as it was. Every other format shows controls as signs, leaves
  out bidirectional overrides and invisible characters, and keeps a value on its
  line. Only -l -0 prints a file's name whatever is in it; in a pipe -l and
  vimgrep print one that is not UTF-8 byte for byte, where no byte of it is a
  control in any encoding.

EXIT CODES
  0  found, or done               4  the index cannot be read, or is of another
  1  nothing found                   version
  2  bad usage, a bad query, or   5  another process is writing the index
     a failure                    130  interrupted
  3  no index, or no archive

FIELDS
";

pub(crate) fn text() -> String {
    let mut out = HELP.to_owned();
    for field in FIELDS {
        out.push_str(&format!("  {:<12} {}\n", field.name, field.about));
    }
    out
}
