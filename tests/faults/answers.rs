//! Answers as they should not be.

use std::io::Write;

use flate2::write::GzEncoder;
use flate2::{Compress, Compression, FlushCompress};

use super::table::Xml;

/// A request that ends a session.
pub const LOGOUT: &str = concat!(
    r#"<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/">"#,
    r#"<soapenv:Body><Logout xmlns="urn:vim25"><_this type="SessionManager">SessionManager</_this></Logout>"#,
    "</soapenv:Body></soapenv:Envelope>",
);

/// An answer on the wire.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    /// Those beside type and length, each with its line end.
    pub headers: String,
    pub body: Vec<u8>,
}

impl Answer {
    fn head(&self) -> String {
        let kind = if self.body.starts_with(b"<html") { "text/html" } else { "text/xml; charset=utf-8" };
        format!("HTTP/1.1 {} Whatever\r\nContent-Type: {kind}\r\n{}", self.status, self.headers)
    }

    pub fn wire(&self) -> Vec<u8> {
        self.wire_of(self.body.len())
    }

    /// With a body that is told to have this length.
    pub fn wire_of(&self, length: usize) -> Vec<u8> {
        let head = format!("{}Content-Length: {length}\r\n\r\n", self.head());
        [head.as_bytes(), &self.body].concat()
    }

    /// In chunks of 100 bytes, with the last one or without.
    pub fn chunked(&self, whole: bool) -> Vec<u8> {
        let mut wire = format!("{}Transfer-Encoding: chunked\r\n\r\n", self.head()).into_bytes();
        for chunk in self.body.chunks(100) {
            wire.extend(format!("{:x}\r\n", chunk.len()).bytes());
            wire.extend(chunk);
            wire.extend(b"\r\n");
        }
        if whole {
            wire.extend(b"0\r\n\r\n");
        }
        wire
    }
}

/// The token of the next page.
pub fn token(body: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(body);
    let (token, _) = text.split_once("<token>")?.1.split_once('<')?;
    Some(token.to_owned())
}

/// A page as the answer to the call for a further one.
pub fn continued(page: Vec<u8>) -> Vec<u8> {
    let text = String::from_utf8(page).unwrap();
    if text.contains("ContinueRetrievePropertiesExResponse") {
        return text.into_bytes();
    }
    text.replace("RetrievePropertiesExResponse", "ContinueRetrievePropertiesExResponse").into_bytes()
}

/// A body that is compressed, and damaged in its middle.
pub fn damaged(body: &[u8]) -> Vec<u8> {
    let mut zip = GzEncoder::new(Vec::new(), Compression::best());
    zip.write_all(body).unwrap();
    let mut packed = zip.finish().unwrap();
    let middle = packed.len() / 2;
    packed[middle..].fill(0xaa);
    packed
}

/// A body that is compressed and goes on with 4 GB of blanks, in one piece: what follows the end of a packed stream
/// is not unpacked.
pub fn bomb(body: &[u8]) -> Vec<u8> {
    let mut pack = Compress::new(Compression::best(), false);
    let mut stretch = |text: &[u8]| {
        // What refers to nothing before it can be repeated.
        let mut packed = Vec::with_capacity(text.len() + (64 << 10));
        pack.compress_vec(text, &mut packed, FlushCompress::Full).unwrap();
        packed
    };
    let mut packed = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    packed.extend(stretch(body));
    packed.extend(stretch(&vec![b' '; 16 << 20]).repeat(256));
    // The last stretch, empty; sum and length of the whole, which nobody comes to.
    packed.extend([3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    packed
}

/// A SOAP fault.
pub fn fault(name: &str) -> Answer {
    let inner = match name {
        "NoPermission" => {
            "<object type=\"Folder\">group-d1</object><privilegeId>System.Read</privilegeId>".to_owned()
        }
        "InvalidProperty" => "<name>config.network</name>".to_owned(),
        "ManagedObjectNotFound" => "<obj type=\"Gone\">gone-1</obj>".to_owned(),
        _ => String::new(),
    };
    let body = format!(
        concat!(
            r#"<?xml version="1.0"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" "#,
            r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><soapenv:Body><soapenv:Fault>"#,
            "<faultcode>ServerFaultCode</faultcode><faultstring>about {0}</faultstring><detail>",
            r#"<{0}Fault xmlns="urn:vim25" xsi:type="{0}">{1}</{0}Fault></detail>"#,
            "</soapenv:Fault></soapenv:Body></soapenv:Envelope>",
        ),
        name, inner
    );
    Answer { status: 500, headers: String::new(), body: body.into_bytes() }
}

/// The answer with a change; `nth` tells the answers of an endless row apart.
pub fn changed(how: Xml, body: Vec<u8>, nth: usize) -> Vec<u8> {
    let text = String::from_utf8(body).unwrap();
    // Behind the start of what is returned, or else of the answer.
    let inside = |with: &str| {
        let at = text.find("<returnval").or_else(|| text.find("<Body>")).or_else(|| text.rfind("</"));
        let at = at.unwrap_or(0);
        let at = text[at..].find('>').map_or(0, |end| at + end + 1);
        format!("{}{with}{}", &text[..at], &text[at..])
    };
    let changed = match how {
        Xml::NotWellFormed => match text.rfind("</") {
            Some(at) => format!("{}</other>{}", &text[..at], &text[at..]),
            None => format!("{text}<"),
        },
        Xml::Deep => inside(&"<a>".repeat(100_000)),
        Xml::DeepSnapshots => {
            let open = "<childSnapshotList><snapshot type=\"VirtualMachineSnapshot\">s</snapshot>";
            let tree = format!(
                "<propSet><name>snapshot</name><val xsi:type=\"VirtualMachineSnapshotInfo\"><rootSnapshotList>{}{}\
                 </rootSnapshotList></val></propSet></objects>",
                open.repeat(490),
                "</childSnapshotList>".repeat(490)
            );
            text.replace("</objects>", &tree)
        }
        Xml::BillionLaughs => {
            let mut entities = String::from("<!DOCTYPE lolz [<!ENTITY lol \"lol\">");
            for level in 1..10 {
                let many = format!("&lol{};", level - 1).replace("lol0", "lol").repeat(10);
                entities.push_str(&format!("<!ENTITY lol{level} \"{many}\">"));
            }
            let start = text.find("<soapenv").or_else(|| text.find("<namespaces")).unwrap_or(0);
            let laugh = text[start..].replacen("</", "&lol9;</", 3);
            format!("{}{entities}]>{laugh}", &text[..start])
        }
        Xml::WrongNamespace => text.replace("urn:vim25", "urn:other"),
        Xml::OtherNames => text
            .replace("Envelope", "Umschlag")
            .replace("namespace>", "Namensraum>")
            .replace("Body", "Inhalt"),
        Xml::InvalidUtf8 => {
            let mut bytes = text.into_bytes();
            let middle = bytes.len() / 2;
            bytes[middle] = 0xff;
            return bytes;
        }
        Xml::HugeText => {
            let name = text.find("<val xsi:type=\"xsd:string\">").or_else(|| text.find("<returnval"));
            let at = name.and_then(|at| text[at..].find('>').map(|end| at + end + 1)).unwrap_or(text.len());
            format!("{}{}{}", &text[..at], "x".repeat(200 << 20), &text[at..])
        }
        Xml::Duplicates => {
            let (head, rest) = text.split_once("<objects>").unwrap_or((&text, ""));
            let (objects, tail) = rest.rsplit_once("</objects>").unwrap_or(("", rest));
            format!("{head}<objects>{objects}</objects><objects>{objects}</objects>{tail}")
        }
        Xml::UnknownTypes => text
            .replace("<obj type=\"HostSystem\">", "<obj type=\"MarsSystem\">")
            .replace("<obj type=\"VirtualMachine\">", "<obj type=\"VirtualMartian\">"),
        Xml::NoObjects => without_objects(&text),
        Xml::RepeatedToken => with_token(&text, "again"),
        Xml::EndlessPages => with_token(&text, &format!("token-{nth}")),
        Xml::EndlessEmptyPages => with_token(&without_objects(&text), &format!("token-{nth}")),
        Xml::EndlessNewObjects => {
            let text = with_token(&text, &format!("token-{nth}"));
            let (head, rest) = text.split_once("<objects>").unwrap_or((&text, ""));
            let (object, _) = rest.split_once("</objects>").unwrap_or(("", rest));
            let tail = rest.rsplit_once("</objects>").map_or("", |(_, tail)| tail);
            let (reference, _) = object.split_once("<propSet>").unwrap_or((object, ""));
            let many: String = (0..2000)
                .map(|one| {
                    let new = reference.replacen("</obj>", &format!("-{nth}-{one}</obj>"), 1);
                    format!("<objects>{new}</objects>")
                })
                .collect();
            format!("{head}{many}{tail}")
        }
    };
    changed.into_bytes()
}

fn without_objects(text: &str) -> String {
    let (head, rest) = text.split_once("<objects>").unwrap_or((text, ""));
    let tail = rest.rsplit_once("</objects>").map_or("", |(_, tail)| tail);
    format!("{head}{tail}")
}

/// The page with another token, or with one if it is the last.
fn with_token(text: &str, token: &str) -> String {
    let token = format!("<token>{token}</token>");
    match (text.split_once("<token>"), text.split_once("<returnval>")) {
        (Some((head, rest)), _) => format!("{head}{token}{}", rest.split_once("</token>").unwrap().1),
        (None, Some((head, rest))) => format!("{head}<returnval>{token}{rest}"),
        (None, None) => text.to_owned(),
    }
}
