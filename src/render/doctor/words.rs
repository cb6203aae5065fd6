//! Words of a diagnosis, in both languages.

use crate::doctor::{Asks, Trust};
use crate::render::words::catalogue;
use crate::terms::Lang;

catalogue! { Word:
    Readable = "READABLE", "読み取り可能";
    NotReadable = "NOT READABLE", "読み取り不可";
    CannotTell = "CANNOT TELL WHAT IS READABLE", "読み取りの可否を判定不能";
    All = "Everything that the profile needs can be read.", "プロファイルに必要なデータはすべて読み取ることができます。";
    Some = "Something that the profile needs cannot be read; see what is lacking below.", "プロファイルに必要なデータの一部を読み取れません。不足は以下のとおりです。";
    NotAllTold = "Nothing is known to be lacking, but the server does not tell of everything.", "不足は見つかりませんでしたが、サーバからすべての情報は得られませんでした。";
    NoCluster = "The account sees no cluster: there is none, or it has no right to see one.", "このアカウントからはクラスタが見えません。クラスタがないか、表示する権限がありません。";

    Connection = "Connection", "接続";
    Server = "Server: {server} · {product}", "サーバ: {server} · {product}";
    Encryption = "Encryption: {protocol}, certificate {trust}", "暗号化: {protocol}、証明書: {trust}";
    NotEncrypted = "Encryption: none, the password was sent in the clear", "暗号化: なし (パスワードは暗号化されずに送信されました)";
    NoProtocol = "TLS", "TLS";
    SignedBy = "Signed by {issuer}", "署名者: {issuer}";
    SelfSigned = "Signed by itself: {issuer}", "自己署名: {issuer}";
    Until = "Valid until {until}, {left}", "有効期限: {until} ({left})";
    DaysLeft = "{n} day left|{n} days left", "残り {n} 日";
    Over = "Its time ended at {until}", "有効期限切れ: {until}";
    Sha256 = "SHA-256 thumbprint {print}", "SHA-256 サムプリント {print}";
    TrustSystem = "verified by the authorities of this machine", "このマシンの認証局で検証済み";
    TrustOwn = "verified by the authority that was named", "指定された認証局で検証済み";
    TrustKnown = "known by its thumbprint", "既知のホストのサムプリントと一致";
    TrustPrint = "accepted by the thumbprint that was given", "指定されたサムプリントと一致";
    TrustNobody = "NOT VERIFIED (--insecure)", "未検証 (--insecure)";
    ClockSame = "Clock: {server}, as this machine's", "時計: {server} (このマシンと一致)";
    ClockOther = "Clock: {server}, {by} this machine's", "時計: {server} (このマシンより{by})";
    Ahead = "{n} second ahead of|{n} seconds ahead of", " {n} 秒進んでいます";
    Behind = "{n} second behind|{n} seconds behind", " {n} 秒遅れています";
    ClockUntold = "Clock: the server does not tell it", "時計: サーバから時刻を取得できません";
    Sessions = "Limits of sessions: {limits}", "セッションの制限: {limits}";
    SessionsUntold = "Limits of sessions: not told", "セッションの制限: 取得できません";
    Account = "Account: {account}", "アカウント: {account}";
    ByAsking = "Rights as vCenter tells them of each object (HasPrivilegeOnEntities)", "権限の確認方法: オブジェクトごとに vCenter に問い合わせ (HasPrivilegeOnEntities)";
    ByRoles = "Rights as the effective roles have them (effectiveRole)", "権限の確認方法: 有効なロール (effectiveRole)";
    ByRolesRefused = "Rights as the effective roles have them (effectiveRole): asking about each object was refused ({why})", "権限の確認方法: 有効なロール (effectiveRole)。オブジェクトごとの問い合わせは拒否されました ({why})。";
    ByRefusals = "Rights are not told: only what was refused is known ({why})", "権限を取得できません。拒否された読み取りだけが分かります ({why})。";
    PagesWork = "Further pages of objects are given", "2 ページ目以降のオブジェクトを取得できます";
    PagesRefused = "Further pages of objects are refused ({fault}), as releases 7.0.3 to 8.0.2 do without a role on the root folder: objects are read in batches, which takes longer and leaves nothing out. The role Read-only on the root folder, without propagation, mends it", "2 ページ目以降のオブジェクトを取得できません ({fault})。7.0.3 から 8.0.2 までは、ルート フォルダにロールのないアカウントでこのように動作します。分割して読み取るため時間はかかりますが、漏れはありません。ルート フォルダに対する読み取り専用ロール (子への伝達なし) で解消します。";
    PagesNotTried = "Further pages of objects were not tried: there is only one", "2 ページ目以降のオブジェクトの取得は確認していません (1 ページのみ)";
    PagesNotOffered = "This release gives no pages (API 4.1): objects are read in batches", "このリリースにはページ単位の取得 (API 4.1) がないため、分割して読み取ります";
    RootYes = "Root folder: readable", "ルート フォルダ: 読み取り可能";
    RootNo = "Root folder: not readable; nothing but pages needs it", "ルート フォルダ: 読み取り不可 (ページ単位の取得にだけ必要です)";
    RootUntold = "Root folder: not seen, or nothing is told of the right to read it; nothing but pages needs it", "ルート フォルダ: 見えないか、読み取り権限が分かりません (ページ単位の取得にだけ必要です)";

    Sees = "What this account sees, by effective role", "このアカウントに見えるもの (有効なロール別)";
    SeesNothing = "nothing", "なし";
    RoleUntold = "role not told", "ロール不明";

    Lacks = "What is lacking", "不足している権限とデータ";
    Missing = "{privilege} is missing on {missing} of {of}: {examples}", "{privilege} がありません ({of}中 {missing}: {examples})";
    NotTold = "{privilege}: not told on {untold} of {of}: {examples}", "{privilege} の有無が分かりません ({of}中 {untold}: {examples})";
    AlsoNotTold = "and not told on {untold} more", "ほか {untold} では有無が分かりません";
    Unseen = "Not seen: {objects}, named by {named}; System.View is missing there", "{objects}が見えません (参照元: {named})。System.View がありません。";
    Unlisted = "{kind}: the list could not be read ({why})", "{kind}: 一覧を読み取れません ({why})";
    Unanswered = "{call} is refused ({why})", "{call} が拒否されました ({why})";
    NoAnswer = "{call} answers with nothing: the account may not see it", "{call} の結果が空です。アカウントに表示する権限がない可能性があります。";
    Rules = "Stay unknown where they need it: {rules}", "必要とする場合に判定不能となるルール: {rules}";
    NoRule = "No rule of the profile decides by it alone", "これだけで判定不能となるルールはありません";

    Could = "What could be asked beside it", "追加で問い合わせできるもの";
    AskHosts = "--ask-hosts (what adapters hear)", "--ask-hosts (アダプタが受信する情報)";
    AskVcenter = "--ask-vcenter (vCenter's own checker)", "--ask-vcenter (vCenter のチェック機能)";
    AskDrs = "--ask-drs (where DRS would move VMs)", "--ask-drs (DRS による移動先)";
    Events = "events (moves and restarts that were)", "イベント (過去の移行と再起動)";
    Licences = "licences in force", "有効なライセンス";
    CanYes = "can be asked", "問い合わせ可能";
    CanNo = "cannot be asked", "問い合わせ不可";
    CanUntold = "not told", "不明";
    WhyLacks = "{privilege} is missing on {objects}", "{objects}に {privilege} がありません";
    WhyUntold = "whether {privilege} is there is not told on {objects}", "{objects}で {privilege} の有無が分かりません";
    WhyNobody = "there is nobody to be asked", "問い合わせ先がありません";
    WhyNotOffered = "it came with API {since}", "API {since} 以降の機能です";
    WhyRefused = "refused: {detail}", "拒否: {detail}";
    WhyEmpty = "the answer is empty", "結果が空です";

    RoleBuiltIn = "The smallest role that answers everything: Read-only, which every vCenter has", "すべてに必要な最小のロール: 読み取り専用 (組み込み)";
    RoleOwn = "The smallest role that answers everything: {name}, with {privileges}", "すべてに必要な最小のロール: {name} ({privileges})";
    ForAdmin = "For an administrator to review and run; vpreflight itself changes nothing.", "管理者が内容を確認して実行します。vpreflight 自体は何も変更しません。";
    OnVcenter = "On the whole vCenter, propagated:", "vCenter 全体に付与 (子への伝達あり):";
    OnDatacenters = "Or on its datacenters only, with Read-only on the root folder, not propagated:", "またはデータセンターだけに付与 (ルート フォルダには読み取り専用、子への伝達なし):";
    Create = "Create the role:", "ロールの作成:";
    Beyond = "The account holds {n} privilege that is not needed|The account holds {n} privileges that are not needed", "必要のない権限が {n} 個付与されています";
    ExitYes = "Exit 0: everything can be read.", "終了コード 0: すべて読み取り可能。";
    ExitNo = "Exit 3: not everything can be read, or it is not told.", "終了コード 3: 読み取れないデータ、または可否が分からないデータがあります。";
}

/// The words for a question.
pub(super) fn question(question: Asks) -> Word {
    match question {
        Asks::AskHosts => Word::AskHosts,
        Asks::AskVcenter => Word::AskVcenter,
        Asks::AskDrs => Word::AskDrs,
        Asks::Events => Word::Events,
        Asks::Licences => Word::Licences,
    }
}

/// The words for why a certificate was accepted.
pub(super) fn trust(trust: Trust) -> Word {
    match trust {
        Trust::System => Word::TrustSystem,
        Trust::OwnAuthority => Word::TrustOwn,
        Trust::KnownHost => Word::TrustKnown,
        Trust::Thumbprint => Word::TrustPrint,
        Trust::Nobody => Word::TrustNobody,
    }
}
