//! `decisions answer`: asks the questions of a report one by one at a terminal. Each answer is in the file before the
//! next question is asked, so that whatever ends the run leaves nothing of it behind.

use std::io::{self, BufRead as _, IsTerminal as _};

use jiff::ToSpan as _;
use jiff::civil::Date;

use super::add::{Attestation, add, parsed};
use super::args::AnswerArgs;
use super::given::{catalogue, today};
use crate::cli::config::Config;
use crate::cli::difference;
use crate::cli::exit::Failure;
use crate::cli::say::{is_seen, line, note, prompt, spoken};
use crate::decisions::{Decisions, Word};
use crate::render::{self, safe};
use crate::report::{Open, Report};
use crate::rules::Catalogue;
use crate::terms::time::day;
use crate::terms::{Text, told};

/// Runs the command.
pub fn run(args: &AnswerArgs, config: &Config) -> Result<(), Failure> {
    if !io::stdin().is_terminal() || !is_seen() {
        return Err(Failure::usage(told!(
            "'decisions answer' asks at a terminal, and there is none: 'decisions init' writes a file to fill in, \
             'decisions add' adds a single entry",
            "'decisions answer' は端末で質問するコマンドですが、端末がありません。記入用のファイルは 'decisions init' で作成し、エントリは 'decisions add' で追加します。"
        )));
    }
    let (_, report) = difference::read(&args.report)?;
    let catalogue = catalogue(&args.file, config)?;
    let (_, before) = parsed(&args.file, &catalogue)?;
    let questions = open(&report, &before, today(&args.file));
    if questions.is_empty() {
        note(told!("nothing waits for a person", "担当者の確認待ちの質問はありません"));
        return Ok(());
    }
    let answered = dialogue(args, &report, &catalogue, &questions)?;
    note(told!(
        "questions answered: {answered}, left open: {left}",
        "回答済みの質問: {answered}、未回答: {left}",
        left = questions.len() - answered
    ));
    Ok(())
}

/// A question with the rules that it still has to be answered for.
struct Asked<'r> {
    open: Open<'r>,
    rules: Vec<&'r str>,
}

/// The questions of a report that the file does not answer yet.
fn open<'r>(report: &'r Report, before: &Decisions, today: Date) -> Vec<Asked<'r>> {
    let answered = |rule: &str| {
        before.entries.iter().any(|entry| {
            let whole = entry.scope.is_none() && matches!(entry.word, Word::Attestation { .. });
            entry.rule == rule && whole && entry.in_force(today)
        })
    };
    let all = report.open().into_iter().filter(Open::counts).map(|open| {
        let rules = open.rules.iter().map(|rule| rule.id.as_str()).filter(|id| !answered(id)).collect();
        Asked { open, rules }
    });
    all.filter(|asked| !asked.rules.is_empty()).collect()
}

/// Asks them; how many were answered.
fn dialogue(
    args: &AnswerArgs,
    report: &Report,
    catalogue: &Catalogue,
    questions: &[Asked<'_>],
) -> Result<usize, Failure> {
    let (lang, today) = (spoken(), today(&args.file));
    let (on, until) = render::days_of_answers(report);
    let until = until.filter(|until| *until >= today).unwrap_or(today.saturating_add(180.days()));
    say(&told!(
        "{n} questions. An empty answer leaves a question open; Ctrl-C ends it, and what was answered is kept.",
        "質問は {n} 件です。空のままにすると未回答になります。Ctrl-C で終了し、それまでの回答は保存されています。",
        n = questions.len()
    ));
    let by = match &args.by {
        Some(by) => by.clone(),
        None => match ask(&told!("Who answers: ", "回答者: "))? {
            Some(by) if !by.is_empty() => by,
            _ => return Ok(0),
        },
    };
    let mut answered = 0;
    for (at, asked) in (1..).zip(questions) {
        let question = asked.open.question.clone().map(|text| safe::line(text).into_owned());
        say(&told!([question] "\n{at}/{n}  {question}", "\n{at}/{n}  {question}", n = questions.len()));
        for more in [render::asked_about(&asked.open, lang), asked.rules.join(", ")] {
            if !more.is_empty() {
                say(&Text::same(format!("     {}", safe::line(&more))));
            }
        }
        let statement = ask(&told!("  What is said: ", "  回答: "))?;
        let Some(statement) = statement else { break };
        if statement.is_empty() {
            continue;
        }
        let evidence = ask(&told!("  What it rests on (a text or a link): ", "  根拠 (説明またはリンク): "))?;
        let Some(evidence) = evidence else { break };
        if evidence.is_empty() {
            continue;
        }
        let Some(expires) = last_day(until, today)? else { break };
        let entries = asked.rules.iter().map(|rule| {
            let on = on.unwrap_or(today);
            Attestation {
                rule,
                scope: None,
                statement: &statement,
                evidence: &evidence,
                by: &by,
                on,
                expires,
            }
            .entry()
        });
        add(&args.file, catalogue, &entries.collect::<Vec<_>>().join("\n"))?;
        answered += 1;
    }
    Ok(answered)
}

/// The last day on which an answer counts; none at the end of the input.
fn last_day(proposed: Date, today: Date) -> Result<Option<Date>, Failure> {
    loop {
        let Some(text) =
            ask(&told!("  Last day on which it counts [{proposed}]: ", "  有効期限 [{proposed}]: "))?
        else {
            return Ok(None);
        };
        match day(&text) {
            _ if text.is_empty() => return Ok(Some(proposed)),
            Ok(day) if day >= today => return Ok(Some(day)),
            Ok(day) => say(&told!(
                "  {day} has passed already: it is {today}",
                "  {day} はすでに過ぎています (今日は {today} です)"
            )),
            Err(why) => say(&told!([why] "  {why}", "  {why}")),
        }
    }
}

/// Asks for one line; none at the end of the input.
fn ask(what: &Text) -> Result<Option<String>, Failure> {
    prompt(what);
    let mut text = String::new();
    let read = io::stdin().lock().read_line(&mut text).map_err(|error| {
        Failure::usage(told!([error] "cannot read the answer: {error}", "回答を読み取れません: {error}"))
    })?;
    Ok((read > 0).then(|| text.trim().to_owned()))
}

/// A line of the dialogue.
fn say(text: &Text) {
    line(text.get(spoken()));
}
