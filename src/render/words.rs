//! Every fixed word of the terminal report, in both languages. What a rule says comes from its own file.

use std::fmt::Display;

use crate::terms::Lang;

/// Declares a catalogue: a name, its English and its Japanese. `{name}` is filled in; in English a bar
/// parts the form for one from the form for several, chosen by `{n}`.
macro_rules! catalogue {
    ($catalogue:ident: $($(#[$doc:meta])* $word:ident = $en:literal, $ja:literal;)*) => {
        /// A fixed text of the report.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[allow(missing_docs, reason = "the texts say what they mean")]
        pub enum $catalogue {
            $($(#[$doc])* $word,)*
        }

        #[allow(dead_code, reason = "not every catalogue fills in values")]
        impl $catalogue {
            /// Every text.
            pub const ALL: &'static [Self] = &[$(Self::$word,)*];

            /// The text in `lang`, not filled in.
            pub fn get(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Self::$word, Lang::En) => $en, (Self::$word, Lang::Ja) => $ja,)*
                }
            }

            /// The text with `values` filled in. Values are taken as they are: braces in them mean nothing.
            pub fn fill(self, lang: Lang, values: &[(&str, &dyn std::fmt::Display)]) -> String {
                $crate::render::words::fill(self.get(lang), values)
            }

            /// The text for `count` things, which also fills in `{n}`.
            pub fn count(self, lang: Lang, count: usize) -> String {
                $crate::render::words::counted(self.get(lang), count)
            }

            /// All texts, for the law that none stands in two catalogues.
            #[cfg(test)]
            pub fn texts() -> Vec<(&'static str, &'static str)> {
                Self::ALL.iter().map(|word| (word.get(Lang::En), word.get(Lang::Ja))).collect()
            }
        }
    };
}

pub(in crate::render) use catalogue;

catalogue! { Msg:
    // The verdict.
    Ready = "READY", "準備完了";
    NotReady = "NOT READY", "準備未完了";
    CannotTell = "CANNOT TELL", "判定不能";
    ReadyOpen = "READY, {open}", "不合格なし ({open})";
    OpenQuestions = "{n} question open|{n} questions open", "確認待ちの質問 {n} 件";
    Profile = "profile {profiles}", "プロファイル {profiles}";
    Literal = "read to the letter", "文字どおりの解釈";
    OnlyVms = "VMs judged:", "対象の仮想マシン:";
    OnlyDatacenters = "in datacenter|in datacenters", "データセンター:";
    NoCluster = "no cluster in scope", "対象のクラスタなし";
    LeftOutJudged = "Out of service, judged by configuration: {hosts}", "稼動していないホスト (構成は判定対象): {hosts}";
    LeftOut = "Out of service, not judged: {hosts}", "稼動していないホスト (判定対象外): {hosts}";
    InMaintenance = "in maintenance", "メンテナンス モード";
    InStandby = "in standby", "スタンバイ";
    Disconnected = "disconnected", "切断";
    NotResponding = "not responding", "応答なし";
    SwitchedOff = "switched off", "電源オフ";
    NothingChecked = "No prerequisite was checked.", "チェックした前提条件はありません。";

    // Outcomes, as a word in a column. Capitals stop an installation.
    Fail = "FAIL", "不合格";
    Unknown = "UNKNOWN", "判定不能";
    Warn = "warn", "警告";
    UnknownWarn = "unknown", "判定不能";
    Manual = "person", "確認待ち";
    Waived = "waived", "例外承認";
    Attested = "attested", "確認済み";
    NotAsked = "not asked", "未取得";
    Pass = "pass", "合格";
    NotApplicable = "n/a", "対象外";
    Note = "note", "参考";

    // Numbers by outcome.
    TallyFail = "{n} fail|{n} fail", "不合格 {n}";
    TallyUnknown = "{n} unknown|{n} unknown", "判定不能 {n}";
    TallyWarn = "{n} warning|{n} warnings", "警告 {n}";
    TallyUnknownWarn = "{n} unknown (a warning at most)|{n} unknown (warnings at most)", "判定不能 {n} (最大でも警告)";
    TallyManual = "{n} waits for a person|{n} wait for a person", "担当者の確認待ち {n}";
    TallyWaived = "{n} waived|{n} waived", "例外承認 {n}";
    TallyAttested = "{n} attested|{n} attested", "担当者確認 {n}";
    TallyNotAsked = "{n} not asked|{n} not asked", "未取得 {n}";
    TallyPass = "{n} holds|{n} hold", "合格 {n}";
    TallyNotApplicable = "{n} does not apply|{n} do not apply", "対象外 {n}";
    TallyOf = "{n} prerequisite:|{n} prerequisites:", "前提条件 {n} 件:";
    TallyQuestions = "{n} question in all|{n} questions in all", "質問は全部で {n} 件";
    SameCause = "the same cause:", "同じ原因:";
    TallyBetween = " · ", " ・ ";

    // What to do first.
    First = "First:", "最初に対処すること:";
    NothingInTheWay = "Nothing stands in the way.", "支障となる項目はありません。";
    NothingSoFar = "Nothing that was checked stands in the way.", "チェックした範囲では、支障となる項目はありません。";
    RiskInTheWay = "Nothing stands in the way; read the warning below.|Nothing stands in the way; read the {n} warnings below.",
        "支障となる項目はありませんが、下記の警告 {n} 件を確認します。";
    RiskSoFar = "Nothing that was checked stands in the way; read the warning below.|Nothing that was checked stands in the way; read the {n} warnings below.",
        "チェックした範囲では支障となる項目はありませんが、下記の警告 {n} 件を確認します。";
    PersonInTheWay = "{n} question waits for a person, below.|{n} questions wait for a person, below.",
        "担当者の確認待ちの質問が {n} 件あります (下記参照)。";
    FirstMore = "and {n} more, below|and {n} more, below", "ほか {n} 件 (下記参照)";
    PlanTells = "Order, teams and the verdict after them: vpreflight plan, with the same flags",
        "対処の順序、担当、対処後の判定: 同じオプションで vpreflight plan";
    PlusFindings = "and {n} more finding of this rule|and {n} more findings of this rule", "同じ項目でほか {n} 件";
    StopsRules = "{n} prerequisite|{n} prerequisites", "前提条件 {n} 件に影響";

    // Areas, over the table of prerequisites.
    Both = "HA and vMotion", "HA・vMotion 共通";
    Ha = "HA", "HA";
    Vmotion = "vMotion", "vMotion";
    Advisory = "Advice (not part of the verdict)", "推奨事項 (判定には影響しません)";
    AdvisoryMark = "{id} (advice)", "{id} (推奨事項)";
    Objects = "holds for", "合格/対象";
    Holds = "all hold|all {n} hold", "{n} 件すべて合格";
    MoreRows = "… {tally} (--all shows them)", "このほか: {tally} (--all で表示)";
    MoreRowsOnly = "… {tally} (not among --only)", "このほか: {tally} (--only の対象外)";

    Questions = "{n} question|{n} questions", "質問 {n} 件";
    ObjectsNotAsked = "{objects} not asked", "{objects}は未取得";

    // Objects and where they are.
    Vcenter = "vCenter", "vCenter";
    Datacenter = "datacenter", "データセンター";
    Folder = "folder", "フォルダ";
    Cluster = "cluster", "クラスタ";
    ComputeResource = "stand-alone host", "スタンドアローン ホスト";
    Host = "host", "ホスト";
    Vm = "VM", "仮想マシン";
    ResourcePool = "resource pool", "リソース プール";
    Datastore = "datastore", "データストア";
    DatastoreCluster = "datastore cluster", "データストア クラスタ";
    Network = "network", "ネットワーク";
    DistributedSwitch = "distributed switch", "分散スイッチ";
    Vcenters = "{n} vCenter|{n} vCenters", "vCenter {n} 台";
    Datacenters = "{n} datacenter|{n} datacenters", "データセンター {n} か所";
    Folders = "{n} folder|{n} folders", "フォルダ {n} 個";
    Clusters = "{n} cluster|{n} clusters", "クラスタ {n} 個";
    ComputeResources = "{n} stand-alone host|{n} stand-alone hosts", "スタンドアローン ホスト {n} 台";
    Hosts = "{n} host|{n} hosts", "ホスト {n} 台";
    Vms = "{n} VM|{n} VMs", "仮想マシン {n} 台";
    ResourcePools = "{n} resource pool|{n} resource pools", "リソース プール {n} 個";
    Datastores = "{n} datastore|{n} datastores", "データストア {n} 個";
    DatastoreClusters = "{n} datastore cluster|{n} datastore clusters", "データストア クラスタ {n} 個";
    Networks = "{n} network|{n} networks", "ネットワーク {n} 個";
    DistributedSwitches = "{n} distributed switch|{n} distributed switches", "分散スイッチ {n} 台";
    MixedObjects = "{n} object|{n} objects", "オブジェクト {n} 個";
    On = "{name} on {on}", "{name} ({on} 上)";
    In = "{name} in {on}", "{name} ({on} 内)";
    AndMore = "and {n} more|and {n} more", "ほか {n} 件";
    AndMoreAll = "and {n} more (--all shows them)|and {n} more (--all shows them)", "ほか {n} 件 (--all で表示)";
    Comma = ", ", "、";
    Semicolon = "; ", "、";

    // Findings.
    Fix = "Fix:", "対処:";
    Concerns = "Concerns the host:|Concerns the hosts:", "影響を受けるホスト:";
    Faults = "vCenter's own fault:", "vCenter が返すエラー:";
    BasisVmware = "VMware demands this; the LMS guide does not.", "LMS 4.0 ガイドではなく VMware の要件です。";
    Evidence = "Evidence:", "根拠データ:";
    WhereFound = "Where:", "場所:";
    DemandedBy = "Demanded by:", "出典:";
    MoreFindings = "and {n} more finding (--all shows it)|and {n} more findings (--all shows them)",
        "ほか {n} 件の検出 (--all で表示)";
    NotesHidden = "{n} note (--all shows it)|{n} notes (--all shows them)", "参考情報 {n} 件 (--all で表示)";

    // What could not be read.
    Unread = "unread: {objects}", "読み取り不可: {objects}";
    CouldNotBeRead = "What could not be read", "読み取れなかった情報";
    CouldNotBeReadWarn = "What could not be read; a warning at most", "読み取れなかった情報 (影響は最大でも警告)";
    Denied = "{what} could not be read: no permission", "{what}を読み取れません: 権限がありません";
    Failed = "{what} could not be read: the server answered with an error",
        "{what}を読み取れません: サーバがエラーを返しました";
    Unreachable = "{what} is not known: there is no connection to vCenter",
        "{what}の情報を取得できません: vCenter に接続されていません";
    Invisible = "{what} is there, but this account cannot see it",
        "{what}は存在しますが、このアカウントからは見えません";
    Truncated = "{what} is incomplete: the answer was cut short",
        "{what}が不完全です: 応答が途中で切れました";
    NotCollectedFor = "{what} was not collected", "{what}は取得していません";
    NotCollected = "{what} was not asked for in this run", "{what}は今回取得していません";
    Expired = "the server no longer keeps {what}", "{what}はサーバの保存期間を過ぎています";
    NotOffered = "{what} is not part of what this vCenter's API tells",
        "{what}は、この vCenter の API では取得できません";
    VmUnreachable = "{what} is not known: vCenter does not reach the VM",
        "{what}の情報を取得できません: vCenter から仮想マシンに接続できません";
    Contradicts = "{what} and what another object tells contradict each other",
        "{what}がほかのオブジェクトの情報と矛盾しています";
    Untold = "{what} was read, but does not tell",
        "{what}は読み取れましたが、内容からは判断できません";
    NotUnderstood = "{what} was read, but says something that this version of vpreflight does not know",
        "{what}は読み取れましたが、このバージョンの vpreflight が対応していない内容です";
    WholeObject = "it", "このオブジェクト";
    MoreCauses = "and {n} more cause (--all shows it)|and {n} more causes (--all shows them)",
        "ほか {n} 件の原因 (--all で表示)";
    Undecided = "Left undecided ({n}):", "判定できない項目 ({n}):";
    NextDenied = "Give this account the Read-only role there, propagating to children, and check again.",
        "このオブジェクトに対する読み取り専用ロールをこのアカウントに付与し (子への伝達を有効にする)、再度チェックします。";
    NextFailed = "Check again; if it stays, look at the state of the object in vCenter.",
        "再度チェックします。解消しない場合は vCenter で対象の状態を確認します。";
    NextUnreachable = "Reconnect the host in vCenter, and check again.", "vCenter でホストを再接続し、再度チェックします。";
    NextInvisible = "Give this account the Read-only role on the whole cluster, and check again.",
        "クラスタ全体に対する読み取り専用ロールをこのアカウントに付与し、再度チェックします。";
    NextInvisibleBeside = "Give this account the Read-only role on the whole datacenter, and check again.",
        "データセンター全体に対する読み取り専用ロールをこのアカウントに付与し、再度チェックします。";
    NextTruncated = "Check again; the answer was cut on its way, or did not come in time.",
        "再度チェックします。応答が途中で切れたか、時間内に届いていません。";
    NextNotCollected = "Read it too: check live, or collect the inventory again with this part.",
        "vCenter に直接接続してチェックするか、この情報を含めてインベントリを再取得します。";
    NextVmUnreachable = "Bring back its datastore, or reconnect its host, and check again.",
        "データストアを復旧するか、ホストを再接続してから再度チェックします。";
    NextContradicts = "See in vCenter which of the two is right, correct the other, and check again.",
        "どちらが正しいかを vCenter で確認し、誤っているほうを修正して再度チェックします。";
    NextUntold = "Look at the object in vCenter, and check again once the value is there.",
        "vCenter で対象の状態を確認し、値が表示されるようになってから再度チェックします。";
    NextNotUnderstood = "Judge the value shown here by hand; a newer version of vpreflight may know it.",
        "表示された値を担当者が判断します。新しいバージョンの vpreflight では判定できる可能性があります。";
    NextExpired = "The records are gone: a person has to confirm it.",
        "記録が残っていないため、担当者による確認が必要です。";
    NextNotOffered = "This vCenter cannot say: a person has to confirm it.",
        "この vCenter からは判断できないため、担当者による確認が必要です。";

    // What waits for a person, what does not apply, values.
    Waiting = "Waiting for a person: {n} question|Waiting for a person: {n} questions", "担当者の確認待ち: 質問 {n} 件";
    WaitingInShort = "Waiting for a person, {n} question:|Waiting for a person, {n} questions:", "担当者の確認待ち (質問 {n} 件):";
    WaitingAdvice = "Only advice asks", "推奨事項だけの質問";
    MoreToSee = "--details shows every finding and question in full; 'vpreflight rules explain ID' tells what a rule demands.",
        "--details で検出内容と質問をすべて表示します。項目の要件は 'vpreflight rules explain ID' で確認できます。";
    Decided = "Decided by people", "担当者の判断";
    Stale = "Entries of the decisions file without effect", "判断ファイルのうち効力のないエントリ";
    KindWaiver = "waiver", "例外承認";
    KindAttestation = "attestation", "担当者確認";
    WithoutEffect = "no effect", "効力なし";
    LastDay = "last day {until}", "期限 {until}";
    Until = "until {until}", "期限 {until} (当日まで有効)";
    StaleExpired = "it expired on {until}", "{until} で期限切れ";
    StaleFuture = "it is dated {on}, after the day on which the inventory was read: read it anew, or correct the date",
        "日付 ({on}) がインベントリの取得日より後です。インベントリを取得し直すか、日付を修正します。";
    StaleUnmatched = "there is nothing that it could decide: no such object, nothing found there, or nothing asked",
        "該当する対象がありません (オブジェクトがない、検出がない、または質問がない)";
    About = "About:", "対象:";
    AnswerWith = "To answer, fill in for the decisions file:", "回答するには、判断ファイル用に記入します:";
    Skipped = "Does not apply", "対象外";
    Shown = "Values", "値";

    // Rows of the forms for programs and pipelines.
    HoldsFor = "holds for {objects}", "{objects}で合格";
    NotAskedFor = "not asked: {objects}, of which nobody collected what would tell", "未取得: {objects} (判定に必要な情報を収集していません)";
    NotFor = "does not apply to {objects}: {why}", "{objects}は対象外: {why}";
    WaitsFor = "waits for a person: {question}", "担当者の確認待ち: {question}";
    WaivedBy = "waived by {by} until {until}: {statement}", "{by} による例外承認 (期限 {until}、当日まで有効): {statement}";
    AttestedBy = "attested by {by} until {until}: {statement}", "{by} による担当者確認 (期限 {until}、当日まで有効): {statement}";
    NoEffect = "entry without effect, {file} line {line}: {why}", "効力のないエントリ ({file} の {line} 行目): {why}";
    CannotTellRow = "cannot tell: {why}", "判定不能: {why}";
    NoClusterSuite = "outside clusters", "クラスタ外";
    MoreNotShown = "{n} more is not shown here|{n} more are not shown here", "ほか {n} 件はここに表示していません";
    MoreMessages = "and {n} more finding there|and {n} more findings there", "ほか {n} 件の検出";

    // Headings of the Markdown report.
    Prerequisites = "Prerequisites", "前提条件";
    Outcome = "outcome", "結果";
    Prerequisite = "prerequisite", "項目";
    Meaning = "what has to hold", "要件";
    Number = "number", "件数";
    Findings = "What does not hold", "合格していない項目";
    Advice = "advice", "推奨事項";
    PeopleAndNotes = "{n} question, decision or note|{n} questions, decisions and notes", "質問、担当者の判断、参考情報 {n} 件";
    EveryPrerequisite = "Every prerequisite with its outcome", "すべての前提条件と結果";

    // What the site has set, and what the run was held against.
    OwnValues = "Set for this site:", "このサイトの設定:";
    OwnParam = "{rule} {param} = {value} (the rule says {instead_of})", "{rule} {param} = {value} (ルールの値は {instead_of})";
    OwnSeverity = "{rule} is {value} (the rule says {instead_of})", "{rule} は{value} (ルールでは{instead_of})";
    Required = "required", "必須";
    AdvisoryWord = "advisory", "推奨";
    Against = "Held against {file} ({at}): {new} new, {known} known; the exit code counts only what is new.",
        "{file} ({at}) と比較: 新規 {new}、既知 {known}。終了コードの対象は新規のみです。";
    Known = "known", "既知";

    // The difference of two reports.
    DiffTitle = "Difference of two reports", "2 つのレポートの差分";
    DiffOld = "old:", "旧:";
    DiffNew = "new:", "新:";
    DiffCountNew = "{n} new|{n} new", "新規 {n}";
    DiffCountChanged = "{n} changed|{n} changed", "変化 {n}";
    DiffCountFixed = "{n} fixed|{n} fixed", "解消 {n}";
    DiffCountNotJudged = "{n} not judged any more|{n} not judged any more", "判定されなくなった項目 {n}";
    DiffCountUnchanged = "{n} unchanged|{n} unchanged", "変化なし {n}";
    DiffCountWorse = "{n} new or worse in the way|{n} new or worse in the way", "新たな支障または悪化 {n}";
    DiffHeadNew = "New", "新規";
    DiffHeadChanged = "Changed", "変化";
    DiffHeadFixed = "Fixed", "解消";
    DiffHeadNotJudged = "Not judged any more: nobody looked, or it could not be read",
        "判定されなくなった項目 (対象外、または情報を読み取れない)";
    DiffHeadUnchanged = "Unchanged", "変化なし";
    DiffMore = "{n} unchanged is not listed (--all lists it)|{n} unchanged are not listed (--all lists them)",
        "変化のない {n} 件は表示していません (--all で表示)";
    Differs = "The two were not asked the same; they differ in: {what}.", "2 つのレポートは条件が異なります: {what}";
    DiffersVcenter = "the vCenter", "vCenter Server";
    DiffersProfiles = "the profile", "プロファイル";
    DiffersReading = "the reading", "解釈";
    DiffersCatalogue = "the rules", "ルール";
    DiffersOverrides = "what the site has set", "サイトの設定";
    DiffersScope = "the scope", "対象範囲";

    // The end.
    ReadFrom = "Read from {server}", "読み取り元 {server}";
    ReadProduct = "{product} build {build} (API {api})", "{product} ビルド {build} (API {api})";
    InstalledAhead = "--installed-at is {at}, later than the reading: nothing that was read can have come after that installation. Correct it, or leave it out while nothing is installed.",
        "--installed-at の日時 ({at}) はインベントリの読み取りより後です。読み取った記録は、いずれもそのインストールより前のものになります。日時を修正するか、未インストールの場合は指定を外します。";
    ClocksDiffer = "The clocks are more than a day apart: {server} by vCenter's, {machine} by that of the machine that read it. Dates of decisions are held against the later one; see which is right, for times of events and ends of licences follow vCenter's.",
        "時計が 1 日以上ずれています: vCenter は {server}、読み取りに使用したマシンは {machine} です。判断ファイルの期限には遅いほうの日付を使用しています。イベントの日時とライセンスの残り時間は vCenter の時計によるため、どちらが正しいか確認します。";
    ClockUnread = "vCenter's clock was not read: the time is {machine} by that of the machine that read it.",
        "vCenter の時計を読み取れませんでした。日時は、読み取りに使用したマシンの時計で {machine} です。";
    ReadByOldTls = "Read with --tls-legacy, over encryption that can be broken: what stands here is as sure as the network between this machine and the vCenter.",
        "--tls-legacy を指定し、破られるおそれのある古い暗号化通信で読み取りました。内容の確かさは、読み取りに使用したマシンと vCenter との間のネットワークの安全性に依存します。";
    ReadEffort = "{took} s, {requests} requests, {bytes}", "{took} 秒、要求 {requests} 回、{bytes}";
    ReadBy = "{tool} {version}", "{tool} {version}";
    Catalogue = "Rules {hash}", "ルール {hash}";
    AdviceLeftOut = "{n} advisory rule not run (--profile full runs it)|{n} advisory rules not run (--profile full runs them)",
        "推奨事項 {n} 件は今回チェックしていません (--profile full でチェック)";
    RuleDirs = "Rules added from:", "追加したルール:";
    Written = "Written: {files}.", "出力先: {files}。";
    ExitReadyOpen = "Exit {code}: ready, {open}.", "終了コード {code}: 不合格なし ({open})。";
    ExitReady = "Exit {code}: ready.", "終了コード {code}: 準備完了。";
    ExitNotReady = "Exit {code}: not ready.", "終了コード {code}: 準備未完了。";
    ExitCannotTell = "Exit {code}: cannot tell.", "終了コード {code}: 判定不能。";
    ExitStale = "Exit {code}: entries of the decisions file without effect (--fail-on-stale).",
        "終了コード {code}: 判断ファイルに効力のないエントリがあります (--fail-on-stale)。";
    ExitNew = "Exit {code}: {verdict}, with something new in the way.", "終了コード {code}: {verdict} (新規の問題があります)。";
    ExitNothingNew = "Exit {code}: {verdict}, but nothing of it is new.", "終了コード {code}: {verdict} (新規の問題はありません)。";
    Yes = "yes", "はい";
    No = "no", "いいえ";
}

/// Texts that are the same in both languages on purpose.
#[cfg(test)]
const SAME: &[Msg] = &[Msg::Ha, Msg::Vmotion, Msg::Vcenter, Msg::ReadBy];

/// The form of `text` for `count` things, with `{n}` filled in.
pub(in crate::render) fn counted(text: &str, count: usize) -> String {
    let text = match text.split_once('|') {
        Some((one, _)) if count == 1 => one,
        Some((_, many)) => many,
        None => text,
    };
    fill(text, &[("n", &thousands(count as u64))])
}

/// Fills `{name}` places in one pass.
pub(in crate::render) fn fill(text: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut filled = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        filled.push_str(before);
        let Some((name, behind)) = after.split_once('}') else {
            filled.push('{');
            rest = after;
            continue;
        };
        match values.iter().find(|(key, _)| *key == name) {
            Some((_, value)) => filled.push_str(&value.to_string()),
            None => filled.push_str(name),
        }
        rest = behind;
    }
    filled.push_str(rest);
    filled
}

/// A number with a comma at each thousand.
pub fn thousands(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// A size in decimal units, to three digits at most: `412 kB`, `6.6 MB`.
pub fn size(bytes: u64) -> String {
    const UNITS: [&str; 5] = ["B", "kB", "MB", "GB", "TB"];
    let (mut whole, mut tenths, mut unit) = (bytes, 0, 0);
    while whole >= 1000 && unit + 1 < UNITS.len() {
        tenths = whole % 1000 / 100;
        whole /= 1000;
        unit += 1;
    }
    let name = UNITS.get(unit).copied().unwrap_or_default();
    if unit > 0 && whole < 10 {
        return format!("{whole}.{tenths} {name}");
    }
    format!("{} {name}", thousands(whole))
}

/// What every text of a catalogue has to hold.
#[cfg(test)]
pub(in crate::render) mod checks {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use std::{collections::BTreeSet, fmt::Debug};

    fn places(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).map(|part| part.split('}').next().unwrap()).collect()
    }

    /// Both languages are there, differ unless they are the same on purpose, and fill in the same values.
    pub fn holds(name: impl Debug, en: &str, ja: &str, same: bool) {
        assert!(!en.trim().is_empty() && !ja.trim().is_empty(), "{name:?} lacks a language");
        assert_eq!(en == ja, same, "{name:?} is not translated, or needlessly listed as same");
        assert!(en.chars().all(|char| char.is_ascii() || "·…×".contains(char)), "{name:?}");
        assert!(!ja.contains('|'), "{name:?}: Japanese has no plural");
        if en.contains('|') {
            assert!(places(ja).is_subset(&BTreeSet::from(["n"])), "{name:?}");
        } else {
            assert_eq!(places(en), places(ja), "{name:?}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{checks::holds, *};

    #[test]
    fn every_text_exists_in_both_languages() {
        for msg in Msg::ALL {
            holds(msg, msg.get(Lang::En), msg.get(Lang::Ja), SAME.contains(msg));
        }
    }

    /// A text has one home: the catalogues of the report, of the matrix, of losses, and what these share.
    #[test]
    fn no_text_stands_in_two_catalogues() {
        use crate::render::{
            checksheet, coverage, decision_list, doctor, matrix, placement, placing, plan, skeleton, whatif,
            xlsx,
        };
        let mut texts = [
            Msg::texts(),
            checksheet::Word::texts(),
            xlsx::Word::texts(),
            placement::Word::texts(),
            matrix::Word::texts(),
            whatif::Word::texts(),
            placing::Say::texts(),
            coverage::Say::texts(),
            plan::Word::texts(),
            doctor::Word::texts(),
            decision_list::Say::texts(),
            skeleton::Say::texts(),
        ]
        .concat();
        texts.sort_unstable();
        let twice: Vec<_> = texts.windows(2).filter(|pair| pair[0] == pair[1]).map(|pair| pair[0]).collect();
        assert!(twice.is_empty(), "{twice:?}");
    }

    #[test]
    fn values_are_not_filled_in_again() {
        let text = Msg::On.fill(Lang::En, &[("name", &"{on}"), ("on", &"esx01")]);
        assert_eq!(text, "{on} on esx01");
    }

    #[test]
    fn one_and_many() {
        assert_eq!(Msg::Hosts.count(Lang::En, 1), "1 host");
        assert_eq!(Msg::Hosts.count(Lang::En, 0), "0 hosts");
        assert_eq!(Msg::Vms.count(Lang::En, 45_000), "45,000 VMs");
        assert_eq!(Msg::Vms.count(Lang::Ja, 1), "仮想マシン 1 台");
    }

    #[test]
    fn sizes_and_thousands() {
        assert_eq!(thousands(0), "0");
        assert_eq!(thousands(1_234_567), "1,234,567");
        assert_eq!(size(999), "999 B");
        assert_eq!(size(412_300), "412 kB");
        assert_eq!(size(6_640_000), "6.6 MB");
        assert_eq!(size(u64::MAX), "18,446,744 TB");
    }
}
