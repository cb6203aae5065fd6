//! What clap refuses on a command line, in Japanese: the library itself speaks English only. The values are its
//! own; a refusal of a kind that is not known here stays as it is.

use std::error::Error as StdError;
use std::fmt::Write as _;
use std::num::{IntErrorKind, ParseIntError};

use clap::error::{ContextKind, ContextValue, Error, ErrorKind};

use crate::terms::Text;

/// Between the parts of a refusal.
const APART: &str = "\n\n";

/// The refusal as clap lays it out: what is wrong, tips, the usage, where to read on.
pub fn in_japanese(error: &Error) -> Option<String> {
    let mut text = format!("エラー: {}", wrong(error)?);
    let tips = tips(error);
    if !tips.is_empty() {
        text.push('\n');
    }
    for tip in tips {
        let _ = write!(text, "\n  ヒント: {tip}");
    }
    if let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) {
        let usage = usage.to_string();
        let _ = write!(text, "{APART}使用法: {}", usage.strip_prefix("Usage: ").unwrap_or(&usage));
    }
    Some(text + APART + "詳細は '--help' で表示します。")
}

/// Why a value is refused: in both languages where it was refused by this program.
pub fn why(source: &(dyn StdError + 'static)) -> Text {
    let en = source.to_string();
    if let Some(ours) = source.downcast_ref::<Text>() {
        return ours.clone();
    }
    if let Some(number) = source.downcast_ref::<ParseIntError>() {
        let ja = match number.kind() {
            IntErrorKind::PosOverflow | IntErrorKind::NegOverflow => "数値の範囲を超えています",
            IntErrorKind::Empty => "空です",
            _ => "整数ではありません",
        };
        return Text::new(en, ja);
    }
    // Clap has no types for these.
    let ja = match en.split_once(" is not in ") {
        Some((value, range)) => format!("{value} は {range} の範囲外です"),
        None if en == "value was not a boolean" => "true か false で指定します".to_owned(),
        None => en.clone(),
    };
    Text::new(en, ja)
}

/// What is wrong, in one sentence, and below it the values it is about.
fn wrong(error: &Error) -> Option<String> {
    let string = |kind| match error.get(kind) {
        Some(ContextValue::String(text)) => Some(text.as_str()),
        _ => None,
    };
    let strings = |kind| match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.as_slice(),
        _ => &[],
    };
    let number = |kind| match error.get(kind) {
        Some(ContextValue::Number(number)) => Some(*number),
        _ => None,
    };
    let arg = || string(ContextKind::InvalidArg);
    let below = |texts: &[String]| texts.iter().map(|text| format!("\n  {text}")).collect::<String>();
    let choice = |kind| match strings(kind) {
        [] => String::new(),
        texts => format!("\n  [指定できる値: {}]", texts.join(", ")),
    };
    Some(match error.kind() {
        ErrorKind::UnknownArgument => format!("引数「{}」は使用できません", arg()?),
        ErrorKind::InvalidSubcommand => {
            format!("サブコマンド「{}」はありません", string(ContextKind::InvalidSubcommand)?)
        }
        ErrorKind::MissingSubcommand => format!(
            "「{}」にはサブコマンドが必要です{}",
            string(ContextKind::InvalidSubcommand)?,
            choice(ContextKind::ValidSubcommand)
        ),
        ErrorKind::InvalidValue => {
            let what = match string(ContextKind::InvalidValue)? {
                "" => format!("「{}」には値が必要です", arg()?),
                value => format!("「{}」に「{value}」は指定できません", arg()?),
            };
            what + &choice(ContextKind::ValidValue)
        }
        ErrorKind::ValueValidation => {
            let (arg, value) = (arg()?, string(ContextKind::InvalidValue)?);
            let why = error.source().map(|source| format!(": {}", why(source).ja)).unwrap_or_default();
            format!("「{arg}」に「{value}」は指定できません{why}")
        }
        ErrorKind::NoEquals => format!("「{}」の値は等号 (=) で指定します", arg()?),
        ErrorKind::TooManyValues => {
            format!("「{}」に余分な値「{}」があります", arg()?, string(ContextKind::InvalidValue)?)
        }
        ErrorKind::TooFewValues => format!(
            "「{}」には {} 個以上の値が必要ですが、{} 個です",
            arg()?,
            number(ContextKind::MinValues)?,
            number(ContextKind::ActualNumValues)?
        ),
        ErrorKind::WrongNumberOfValues => format!(
            "「{}」には {} 個の値が必要ですが、{} 個です",
            arg()?,
            number(ContextKind::ExpectedNumValues)?,
            number(ContextKind::ActualNumValues)?
        ),
        ErrorKind::MissingRequiredArgument => {
            format!("次の必須の引数が指定されていません:{}", below(strings(ContextKind::InvalidArg)))
        }
        ErrorKind::ArgumentConflict => {
            let what = arg().or_else(|| string(ContextKind::InvalidSubcommand))?;
            match error.get(ContextKind::PriorArg) {
                Some(ContextValue::String(other)) if other == what => {
                    format!("「{what}」は 1 回だけ指定できます")
                }
                Some(ContextValue::String(other)) => format!("「{what}」は「{other}」と同時に指定できません"),
                Some(ContextValue::Strings(others)) => {
                    format!("「{what}」は次の引数と同時に指定できません:{}", below(others))
                }
                _ => format!("「{what}」は、指定されたほかの引数と同時に指定できません"),
            }
        }
        ErrorKind::InvalidUtf8 => "引数に正しくない UTF-8 があります".to_owned(),
        _ => return None,
    })
}

/// What was probably meant.
fn tips(error: &Error) -> Vec<String> {
    let near = [
        (ContextKind::SuggestedSubcommand, "サブコマンド"),
        (ContextKind::SuggestedArg, "引数"),
        (ContextKind::SuggestedValue, "値"),
    ];
    let mut tips: Vec<String> = near
        .into_iter()
        .filter_map(|(kind, what)| match error.get(kind)? {
            ContextValue::String(name) => Some(format!("似た{what}に「{name}」があります")),
            ContextValue::Strings(names) => {
                Some(format!("似た{what}に「{}」があります", names.join("」、「")))
            }
            _ => None,
        })
        .collect();
    if let Some(ContextValue::StyledStrs(more)) = error.get(ContextKind::Suggested) {
        tips.extend(more.iter().filter_map(|tip| other_tip(&tip.to_string())));
    }
    tips
}

/// A tip that clap has in words only. One that is not known here is left out: it is no more than a tip.
fn other_tip(tip: &str) -> Option<String> {
    let quoted: Vec<&str> = tip.split('\'').skip(1).step_by(2).collect();
    match quoted[..] {
        [value, escaped] if tip.starts_with("to pass '") => {
            Some(format!("「{value}」を値として渡すには '{escaped}' と指定します"))
        }
        [there] if tip.ends_with("' exists") => Some(format!("「{there}」があります")),
        _ => None,
    }
}
