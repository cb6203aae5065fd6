//! Values of a TOML file as JSON has them.

use serde_json::{Map, Value};
use toml::de::DeValue;

use super::table::integer;

/// A TOML value as the saved form of inventories has it; what JSON cannot hold is null, which no inventory takes.
pub fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::String(text.as_ref().to_owned()),
        DeValue::Boolean(value) => Value::Bool(*value),
        DeValue::Integer(_) => integer(value).map_or(Value::Null, Value::from),
        DeValue::Float(number) => number.as_str().parse::<f64>().map_or(Value::Null, Value::from),
        DeValue::Datetime(time) => Value::String(time.to_string()),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(table) => {
            let entries =
                table.iter().map(|(key, value)| (key.get_ref().as_ref().to_owned(), json(value.get_ref())));
            Value::Object(entries.collect::<Map<String, Value>>())
        }
    }
}
