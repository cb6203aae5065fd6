//! The fixed words that only the page has; what it shares with the other forms is in
//! [`crate::render::words`].

use crate::{
    render::words::catalogue,
    report::{Area, Level, ObjectKind, Outcome},
    terms::Lang,
};

catalogue! { Word:
    // The frame.
    Title = "Preflight report", "事前チェック レポート (HA / vMotion 前提条件)";
    Skip = "Skip to the verdict", "判定結果へ移動";
    Language = "Language", "言語";
    Contents = "On this page", "このページの内容";
    NavMap = "Map", "一覧表";
    NavPlacing = "Hosts", "ホスト";
    NavWiring = "Networks", "ネットワーク";
    NavFindings = "Findings", "検出内容";
    NavUnread = "Not read", "読み取り不可";
    NavWaiting = "Questions", "質問";
    NavDecisions = "Decisions", "判断";
    NavRun = "This run", "実行情報";
    Scripts = "Filters and search need JavaScript; without it the whole report stands below.",
        "絞り込みと検索には JavaScript が必要です。JavaScript なしでも、レポート全体を以下で確認できます。";

    // The verdict.
    SaysReady = "No required prerequisite fails, and none is left unclear where it could fail.",
        "不合格の必須項目はなく、不合格となり得る未判定の項目もありません。";
    SaysReadyOpen = "No required prerequisite that was checked fails. {n} question is not answered yet.|No required prerequisite that was checked fails. {n} questions are not answered yet.",
        "チェックした必須項目に不合格はありませんが、未回答の質問が {n} 件あります。";
    SaysNotReady = "{n} prerequisite does not hold. Put it right before anything is installed or patched.|{n} prerequisites do not hold. Put them right before anything is installed or patched.",
        "満たされていない前提条件が {n} 件あります。解消するまで、インストールやパッチの適用は行いません。";
    SaysWarning = "Nothing fails, but this run counts warnings. Deal with them, then check again.",
        "不合格の項目はありませんが、このチェックでは警告も不合格として扱います。警告に対処してから、再度チェックします。";
    SaysCannotTell = "Data is missing that could mean a failure. Make it readable, then check again.",
        "不合格となる可能性のある情報を取得できませんでした。読み取れるようにしてから、再度チェックします。";
    SaysOpen = "Nothing fails, but something is open that this run counts: data that could not be read, or a question to a person.",
        "不合格の項目はありませんが、このチェックで判定に含める未解決の項目 (読み取れなかった情報、または担当者への質問) があります。";
    FirstTitle = "What to do first", "最初に対処すること";

    // The plan.
    Why = "Why:", "理由:";
    TeamLabel = "Team", "担当";
    MoreActions = "{n} more action|{n} more actions", "ほかの対処 {n} 件";
    Copy = "Copy", "コピー";
    Copied = "Copied", "コピーしました";
    SnippetsHelp = "What is copied for a tool acts at once; 'vpreflight plan --snippets' writes one script of all, which only shows at first what it would do.",
        "コピーした内容はそのまま実行されます。vpreflight plan --snippets は、全体を 1 つのスクリプトとして作成し、最初は実行内容を表示するだけです。";
    SnippetNotShown = "A name in it holds characters that no page shows as they are; 'vpreflight plan --snippets' writes it.",
        "ページに正しく表示できない文字が名前に含まれています。vpreflight plan --snippets で作成できます。";
    NoPlan = "In which order, who does it, with commands, and the verdict afterwards: 'vpreflight plan' tells it, and 'vpreflight check --format html' shows it here. A saved report has no inventory to prove it with.",
        "対処の順序、担当、コマンド、対処後の判定は、vpreflight plan で確認できます。vpreflight check --format html のページにはここに表示されます。保存されたレポートには、効果を確認するためのインベントリが含まれません。";
    PlanTooLarge = "The plan of so large an inventory takes longer than a report may: 'vpreflight plan', with the same flags, makes it.",
        "大規模なインベントリの対処計画は作成に時間がかかるため、ここには含まれません。同じオプションで vpreflight plan を実行すると作成できます。";
    Holding = "What holds, or does not apply", "合格、または対象外の項目";
    HoldingCount = "{n} prerequisite|{n} prerequisites", "前提条件 {n} 件";

    // Outcomes, in full words.
    Fail = "Fail", "不合格";
    Unknown = "Cannot tell", "判定不能";
    Warn = "Warning", "警告";
    UnknownWarn = "Unclear, a warning at most", "判定不能 (最大でも警告)";
    Manual = "Waits for a person", "担当者の確認待ち";
    Waived = "Waived", "例外承認";
    Attested = "Attested", "担当者確認";
    NotAsked = "Not asked", "未取得";
    Pass = "Holds", "合格";
    NotApplicable = "Does not apply", "対象外";
    Note = "Note", "参考情報";

    // Losses and evacuations.
    Wiring = "How the hosts are wired", "ホストのネットワーク構成図";
    Placing = "Losing a host, emptying a host", "ホストの障害と退避";
    PlacingHelp = "Whether each VM of a host finds another host that can run it and has its reservations free: when the host fails and HA restarts its VMs, and when it is emptied by vMotion. The command 'vpreflight whatif' tells how, and what would make it fit.",
        "ホストの各仮想マシンに、実行でき、予約を満たせる別のホストがあるかを、ホスト障害時 (HA による再起動) と退避時 (vMotion) について示します。移動手順や対処は vpreflight whatif で確認できます。";
    HostName = "Host", "ホスト";
    WhenLost = "When it fails", "障害時";
    WhenEmptied = "When it is emptied", "退避時";
    AsItStands = "all find a place", "全仮想マシンの配置先あり";
    AfterMoves = "only after other VMs have moved", "他の仮想マシンの移動が必要";
    DoesNotFit = "they do not all fit", "配置先のない仮想マシンあり";
    CannotTellPlaces = "cannot be told", "判定不能";
    WithoutPlace = "{n} VM without a place|{n} VMs without a place", "仮想マシン {n} 台";
    HaIsOff = "HA restarts nothing here", "HA による再起動なし";
    HeatHelp = "Each row is a class of VMs that some host does not take, or may not. Open a cell for its reason; the arrow keys move between cells that have one.",
        "行は、いずれかのホストが不可または不明である仮想マシンのグループです。セルを開くと原因が表示されます。矢印キーで原因のあるセル間を移動できます。";
    HeatScroll = "VMs that some host does not take, by host, scrolls", "ホスト別の不可・不明の仮想マシン (スクロール可能)";
    HeatAll = "{n} running VM, which can go to every other host in service.|{n} running VMs, each of which can go to every other host in service.",
        "実行中の仮想マシン {n} 台は、いずれも、稼動中のほかのすべてのホストが可です。";
    HeatFree = "{n} VM can go to every other host, and has no row.|{n} VMs can go to every other host, and have no row.",
        "ほかのすべてのホストが可の仮想マシン {n} 台は、表示していません。";
    HeatLeft = "Left out here: {what}. The command 'vpreflight matrix --format html' shows all.",
        "省略: {what}。すべての表示には vpreflight matrix --format html を使用します。";
    HeatClasses = "{n} more class|{n} more classes", "ほかの {n} グループ";
    HeatHosts = "{n} more host|{n} more hosts", "ほかのホスト {n} 台";

    // The map.
    Map = "Prerequisites by cluster", "クラスタ別の前提条件";
    MapHelp = "Each row is a prerequisite, each column a cluster. A mark leads to the findings behind it; the arrow keys move between marks.",
        "行は前提条件、列はクラスタです。記号を選ぶと該当する検出内容へ移動します。矢印キーで記号間を移動できます。";
    MapScroll = "Prerequisites by cluster, scrolls", "クラスタ別の前提条件 (スクロール可能)";
    MapAll = "Also show what holds everywhere", "すべてのクラスタで合格の項目も表示";
    Prerequisite = "Prerequisite", "前提条件";
    NoCluster = "outside clusters", "クラスタ外";
    Legend = "Marks", "記号";
    Verdict = "Verdict", "判定";
    Blank = "nothing there to judge", "判定の対象なし";
    HoldsFor = "holds for {held} of {all}", "{all} 件中 {held} 件合格";

    // Filters.
    Findings = "Prerequisites and findings", "前提条件と検出内容";
    Filter = "Filter", "絞り込み";
    Search = "Search", "検索";
    SearchHelp = "Object, message, rule, evidence …", "オブジェクト名、メッセージ、ルール、根拠など";
    OutcomeLabel = "Outcome", "判定結果";
    AreaLabel = "Area", "分類";
    ClusterLabel = "Cluster", "クラスタ";
    RuleLabel = "Prerequisite", "前提条件";
    DecisionLabel = "Decided by a person", "担当者の判断";
    All = "All", "すべて";
    Undecided = "Not decided", "判断なし";
    Decided = "Decided", "判断あり";
    KnownLabel = "Against the baseline", "ベースラインとの比較";
    New = "New", "新規";
    Known = "Known", "既知";
    Clear = "Clear the filter", "絞り込みを解除";
    Open = "Open all", "すべて開く";
    Close = "Close all", "すべて閉じる";
    Showing = "{n} of {all} entries", "{all} 件中 {n} 件を表示";
    NothingFound = "No entry matches the filter.", "条件に一致する項目はありません。";

    // A prerequisite and its findings.
    FindingsOf = "{n} finding|{n} findings", "検出 {n} 件";
    Where = "Where", "場所";
    Evidence = "Evidence", "根拠データ";
    Remedy = "What to do", "対処";
    Concerns = "Hosts concerned", "影響を受けるホスト";
    Reports = "vCenter's own fault", "vCenter のエラー";
    Demand = "What is demanded", "要件";
    SourceLabel = "Source", "出典";
    Beyond = "Good practice beyond the LMS guide; never part of the verdict beyond a warning.",
        "LMS 4.0 ガイドにはない推奨事項です。判定への影響は最大でも警告です。";
    CouldNotTell = "Could not be decided", "判定できません";
    CouldReach = "could reach: {word}", "最悪の場合: {word}";
    Values = "Values read", "読み取った値";
    NotFor = "Does not apply to", "対象外";
    DecidedBy = "Decided: {by}, until {until}", "判断: {by} ({until} まで)";
    HoldsAll = "Holds for everything judged.", "判定したすべての対象で満たされています。";

    // What could not be read, what waits.
    Unread = "What could not be read", "読み取れなかった情報";
    UnreadAside = "Could not be read either, but was accepted by a person or cannot change an outcome:",
        "このほかにも読み取れなかった情報がありますが、例外承認されているか、判定結果に影響しません:";
    UnreadNone = "Everything that was needed could be read.", "判定に必要な情報はすべて読み取れました。";
    Reason = "Reason", "理由";
    Leaves = "Leaves undecided", "判定できない前提条件";
    Waiting = "Questions waiting for a person", "担当者の確認待ちの質問";
    WaitingHelp = "Only a person can answer these; answers are kept in the decisions file.",
        "担当者だけが回答できる質問です。回答は判断ファイルに記録します。";
    AnswerWith = "To answer, fill in and run:", "回答するには、記入して実行します:";
    WaitingNone = "No question waits for an answer.", "回答待ちの質問はありません。";
    About = "About", "対象";

    // Decisions.
    Decisions = "Decided by people", "担当者の判断";
    DecisionsHelp = "A waiver accepts what does not hold; an attestation answers a question. Neither hides anything.",
        "例外承認 (waiver) は満たされていない条件を認めるもの、担当者確認 (attestation) は質問への回答です。いずれの場合も、検出内容は表示されます。";
    DecisionsNone = "Nobody has decided anything about these prerequisites.", "これらの前提条件に対する担当者の判断はありません。";
    Stale = "without effect", "効力なし";
    Kind = "Kind", "種類";
    What = "About what", "対象";
    Statement = "Statement", "内容";
    By = "By", "判断者";
    Until = "Until", "期限";
    Places = "Decides", "適用件数";
    Rests = "Evidence: {text}", "根拠: {text}";
    Ticket = "Ticket: {text}", "チケット: {text}";
    Said = "on {day}", "{day} に確認";

    // The run.
    Run = "About this run", "このチェックについて";
    Server = "vCenter", "vCenter Server";
    Product = "Product", "製品";
    Instance = "Instance UUID", "インスタンス UUID";
    When = "Read at", "読み取り日時";
    Clocks = "Clocks", "時計";
    Encryption = "Encryption", "暗号化";
    Effort = "Effort", "読み取り量";
    Profile = "Profile", "プロファイル";
    Reading = "Reading of the guide", "LMS 4.0 ガイドの解釈";
    Practice = "for the product at hand", "使用中の製品に合わせた解釈";
    Scope = "Scope", "対象範囲";
    ScopeAll = "everything the account can see", "アカウントから参照できるすべて";
    Clusters = "Clusters", "クラスタ";
    Hosts = "Hosts", "ホスト";
    Vms = "VMs", "仮想マシン";
    Installed = "Installation on", "インストール日時";
    LmsVm = "LMS VM", "LMS の仮想マシン";
    ClientHere = "The client's PC ran this check", "vSphere Client の PC で実行";
    DecisionsFile = "Decisions file", "判断ファイル";
    Today = "Dates held against", "期限の基準日";
    Tool = "Made by", "作成ツール";
    Rules = "Rules", "ルール";
    AdviceLeftOut = "Advice left out (--profile full asks for it)", "今回チェックしていない推奨事項 (--profile full でチェック)";
    RuleDirs = "Rules added from", "追加したルール";
    Baseline = "Baseline", "ベースライン";
    SiteValues = "Set for this site", "このサイトの設定";
    Policy = "Options of the exit code", "終了コードのオプション";
    Exit = "Exit code", "終了コード";
}

/// Texts that are the same in both languages on purpose.
#[cfg(test)]
const SAME: &[Word] = &[];

/// An outcome as the page marks it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::render) struct Mark {
    /// Value of `data-o`, and the class that colours it.
    pub(in crate::render) key: &'static str,
    /// The sign in English and in Japanese; never the only carrier.
    pub(in crate::render) sign: [&'static str; 2],
    /// The word.
    pub(in crate::render) word: Word,
}

/// Every mark, worst first. A circle means that something holds to Japanese readers: it stands for nothing else.
pub(in crate::render) const MARKS: [Mark; 11] = [
    Mark { key: "fail", sign: ["×", "×"], word: Word::Fail },
    Mark { key: "unknown", sign: ["?", "?"], word: Word::Unknown },
    Mark { key: "warn", sign: ["!", "△"], word: Word::Warn },
    Mark { key: "unclear", sign: ["?", "?"], word: Word::UnknownWarn },
    Mark { key: "manual", sign: ["□", "□"], word: Word::Manual },
    Mark { key: "waived", sign: ["≈", "≈"], word: Word::Waived },
    Mark { key: "attested", sign: ["■", "済"], word: Word::Attested },
    Mark { key: "unasked", sign: ["…", "…"], word: Word::NotAsked },
    Mark { key: "pass", sign: ["✓", "○"], word: Word::Pass },
    Mark { key: "na", sign: ["–", "–"], word: Word::NotApplicable },
    Mark { key: "note", sign: ["i", "i"], word: Word::Note },
];

impl From<Outcome> for Mark {
    fn from(outcome: Outcome) -> Self {
        let [fail, unknown, warn, unclear, manual, waived, attested, unasked, pass, na, note] = MARKS;
        match outcome {
            Outcome::Fail => fail,
            Outcome::Unknown { ceiling: Level::Fail } => unknown,
            Outcome::Warn => warn,
            Outcome::Unknown { ceiling: Level::Warn } => unclear,
            Outcome::Unknown { ceiling: Level::Note } => note,
            Outcome::Manual => manual,
            Outcome::Waived => waived,
            Outcome::Attested => attested,
            Outcome::NotAsked => unasked,
            Outcome::Pass => pass,
            Outcome::NotApplicable => na,
        }
    }
}

impl From<Level> for Mark {
    fn from(level: Level) -> Self {
        match level {
            Level::Fail => Outcome::Fail.into(),
            Level::Warn => Outcome::Warn.into(),
            Level::Note => Outcome::Unknown { ceiling: Level::Note }.into(),
        }
    }
}

/// Value of `data-area`.
pub(super) fn area_key(area: Area) -> &'static str {
    match area {
        Area::Both => "both",
        Area::Ha => "ha",
        Area::Vmotion => "vmotion",
    }
}

/// `host`: the word before a name.
pub(super) fn kind(kind: ObjectKind, lang: Lang) -> &'static str {
    crate::render::named::kind_words(kind).0.get(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_exists_in_both_languages() {
        for word in Word::ALL {
            crate::render::words::checks::holds(
                word,
                word.get(Lang::En),
                word.get(Lang::Ja),
                SAME.contains(word),
            );
        }
    }

    #[test]
    fn marks_are_told_apart_by_more_than_their_sign() {
        for (at, mark) in MARKS.iter().enumerate() {
            assert!(MARKS.iter().skip(at + 1).all(|other| other.key != mark.key && other.word != mark.word));
        }
    }

    #[test]
    fn a_circle_says_in_japanese_that_something_holds_and_nothing_else() {
        for mark in MARKS {
            let [en, ja] = mark.sign;
            assert!(!en.contains(['○', '●', '◯', '◎']), "{}", mark.key);
            assert_eq!(ja.contains(['○', '●', '◯', '◎']), mark.key == "pass", "{}", mark.key);
        }
    }
}
