//! The faults, each with what it does on the wire.

/// Where in an answer something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum At {
    /// Before the request has been taken: the server does nothing.
    Untaken,
    /// The server has done its work, and no byte of the answer comes.
    Unanswered,
    Headers,
    Body,
}

/// What stands in place of an answer, or is changed in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Xml {
    NotWellFormed,
    Deep,
    DeepSnapshots,
    BillionLaughs,
    WrongNamespace,
    OtherNames,
    InvalidUtf8,
    HugeText,
    Duplicates,
    UnknownTypes,
    NoObjects,
    RepeatedToken,
    EndlessPages,
    EndlessEmptyPages,
    EndlessNewObjects,
}

/// What a fault does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    Refuse,
    Reset(At),
    Close(At),
    Silence(At),
    Drip,
    EndlessDrip,
    /// The body ends early, its length told right or wrong.
    Cut {
        length_fits: bool,
    },
    TooShortLength,
    CutChunks,
    EndlessChunks,
    BadGzip,
    GzipBomb,
    ClosedAfterwards,
    Status(u16, &'static str, &'static str),
    Soap(&'static str),
    Answer(Xml),
    Swapped,
    Signal(&'static str),
}

/// A fault.
pub struct Fault {
    pub name: &'static str,
    /// In the document.
    pub about: &'static str,
    pub act: Act,
}

const fn fault(name: &'static str, act: Act, about: &'static str) -> Fault {
    Fault { name, about, act }
}

const PAGE: &str = "<html><head><title>Sign in</title></head><body><p>Welcome<br></body></html>";

/// All of them.
pub const FAULTS: &[Fault] = &[
    fault("refused", Act::Refuse, "connections are refused"),
    fault("reset-untaken", Act::Reset(At::Untaken), "reset before the request was taken"),
    fault("reset-unanswered", Act::Reset(At::Unanswered), "reset before the answer"),
    fault("reset-headers", Act::Reset(At::Headers), "reset in the middle of the headers"),
    fault("reset-body", Act::Reset(At::Body), "reset in the middle of the body"),
    fault("closed-untaken", Act::Close(At::Untaken), "an idle connection had been closed"),
    fault("closed-unanswered", Act::Close(At::Unanswered), "closed before the answer"),
    fault("closed-headers", Act::Close(At::Headers), "closed in the middle of the headers"),
    fault("closed-afterwards", Act::ClosedAfterwards, "closed after each answer, without a word"),
    fault("silence", Act::Silence(At::Unanswered), "no answer"),
    fault("silence-body", Act::Silence(At::Body), "the answer stops in its middle"),
    fault("drip", Act::Drip, "the answer comes in drops"),
    fault("endless-drip", Act::EndlessDrip, "the answer comes in drops and never ends"),
    fault("cut-length-fits", Act::Cut { length_fits: true }, "the body is cut, its length says so"),
    fault("cut", Act::Cut { length_fits: false }, "the body is shorter than its length"),
    fault("too-short-length", Act::TooShortLength, "the body is longer than its length"),
    fault("cut-chunks", Act::CutChunks, "a chunked body ends without its last chunk"),
    fault("endless-chunks", Act::EndlessChunks, "a chunked body without end"),
    fault("bad-gzip", Act::BadGzip, "a compressed body is damaged"),
    fault("gzip-bomb", Act::GzipBomb, "a compressed body unpacks to 4 GB"),
    fault("empty", Act::Status(200, "", ""), "200 with nothing in it"),
    fault("html", Act::Status(200, "", PAGE), "200 with a web page"),
    fault("301", Act::Status(301, "Location: https://portal.example/\r\n", PAGE), "301 to a portal"),
    fault("302", Act::Status(302, "Location: /ui/login\r\n", PAGE), "302 to a login page"),
    fault("401", Act::Status(401, "WWW-Authenticate: Basic realm=\"x\"\r\n", PAGE), "401"),
    fault("403", Act::Status(403, "", PAGE), "403"),
    fault("404", Act::Status(404, "", PAGE), "404"),
    fault("407", Act::Status(407, "Proxy-Authenticate: Basic realm=\"x\"\r\n", PAGE), "407"),
    fault("429", Act::Status(429, "", PAGE), "429"),
    fault("429-later", Act::Status(429, "Retry-After: 1\r\n", PAGE), "429 with Retry-After"),
    fault("500", Act::Status(500, "", PAGE), "500 with a web page"),
    fault("502", Act::Status(502, "", PAGE), "502"),
    fault("503", Act::Status(503, "", PAGE), "503"),
    fault("503-later", Act::Status(503, "Retry-After: 1\r\n", PAGE), "503 with Retry-After"),
    fault("504", Act::Status(504, "", PAGE), "504"),
    fault("fault-not-authenticated", Act::Soap("NotAuthenticated"), "the session has ended"),
    fault("fault-no-permission", Act::Soap("NoPermission"), "fault NoPermission"),
    fault("fault-invalid-property", Act::Soap("InvalidProperty"), "fault InvalidProperty"),
    fault("fault-not-found", Act::Soap("ManagedObjectNotFound"), "fault ManagedObjectNotFound"),
    fault("fault-collector-version", Act::Soap("InvalidCollectorVersion"), "fault InvalidCollectorVersion"),
    fault("fault-canceled", Act::Soap("RequestCanceled"), "fault RequestCanceled"),
    fault("fault-unknown", Act::Soap("SomethingNewerThanThis"), "a fault nobody knows"),
    fault("not-well-formed", Act::Answer(Xml::NotWellFormed), "XML that is not well-formed"),
    fault("deep", Act::Answer(Xml::Deep), "elements nested 100,000 deep"),
    fault("deep-snapshots", Act::Answer(Xml::DeepSnapshots), "known elements nested 500 deep"),
    fault("billion-laughs", Act::Answer(Xml::BillionLaughs), "entities that unfold without end"),
    fault("wrong-namespace", Act::Answer(Xml::WrongNamespace), "another namespace"),
    fault("other-names", Act::Answer(Xml::OtherNames), "elements of other names"),
    fault("invalid-utf8", Act::Answer(Xml::InvalidUtf8), "bytes that are no UTF-8"),
    fault("huge-text", Act::Answer(Xml::HugeText), "a text of 200 MB"),
    fault("duplicates", Act::Answer(Xml::Duplicates), "each object twice"),
    fault("unknown-types", Act::Answer(Xml::UnknownTypes), "objects of types nobody knows"),
    fault("no-objects", Act::Answer(Xml::NoObjects), "no objects, without a word"),
    fault("repeated-token", Act::Answer(Xml::RepeatedToken), "the same page again and again"),
    fault("endless-pages", Act::Answer(Xml::EndlessPages), "the same objects under new tokens"),
    fault("endless-empty-pages", Act::Answer(Xml::EndlessEmptyPages), "empty pages without end"),
    fault("endless-objects", Act::Answer(Xml::EndlessNewObjects), "new objects without end"),
    fault("swapped", Act::Swapped, "the answer to another call"),
    fault("sigterm", Act::Signal("-TERM"), "SIGTERM while the answer is awaited"),
    fault("sigint", Act::Signal("-INT"), "SIGINT while the answer is awaited"),
];

impl Act {
    /// Whether it can strike a connection before any request.
    pub fn strikes_connections(self) -> bool {
        matches!(
            self,
            Self::Refuse
                | Self::Reset(At::Untaken)
                | Self::Close(At::Untaken)
                | Self::Silence(At::Unanswered)
        )
    }

    /// Whether it is about pages of listings.
    pub fn of_listings(self) -> bool {
        matches!(
            self,
            Self::Answer(
                Xml::DeepSnapshots
                    | Xml::Duplicates
                    | Xml::UnknownTypes
                    | Xml::NoObjects
                    | Xml::RepeatedToken
                    | Xml::EndlessPages
                    | Xml::EndlessEmptyPages
                    | Xml::EndlessNewObjects
            )
        )
    }

    /// Whether it takes seconds to make and to read.
    pub fn heavy(self) -> bool {
        matches!(self, Self::EndlessChunks | Self::GzipBomb | Self::Answer(Xml::HugeText))
    }

    /// Whether the answer is made to take memory.
    pub fn hostile(self) -> bool {
        matches!(
            self,
            Self::EndlessChunks
                | Self::GzipBomb
                | Self::Answer(
                    Xml::Deep
                        | Xml::DeepSnapshots
                        | Xml::BillionLaughs
                        | Xml::HugeText
                        | Xml::EndlessPages
                        | Xml::EndlessNewObjects
                )
        )
    }
}
