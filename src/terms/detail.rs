//! What is said beside the kind of a reason: why there is no value, in a closed set of texts with what
//! they are about. What a server says stands as it is.

use compact_str::CompactString;

use super::read_back::read_back;
use super::{Lang, ObjectKind};

/// Declares details: a name with what stands in its text, the English, the Japanese. Each argument is used
/// by both: one that is not is a warning of the compiler.
macro_rules! details {
    ($(
        $(#[$about:meta])*
        $set:ident { $($word:ident $({ $($arg:ident $(: $ty:ty)?),* })? = $en:literal, $ja:literal;)* }
    )*) => {$(
        $(#[$about])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "the texts say what they mean")]
        pub enum $set {
            $($word $({ $($arg: details!(@type $($ty)?)),* })?,)*
        }

        #[allow(clippy::useless_format, reason = "some texts are about nothing")]
        impl $set {
            /// English and Japanese of all, not filled in.
            pub const TEXTS: &'static [(&'static str, &'static str)] = &[$(($en, $ja)),*];

            /// The text in `lang`.
            pub fn get(&self, lang: Lang) -> String {
                match lang {
                    Lang::En => self.en(),
                    Lang::Ja => self.ja(),
                }
            }

            fn en(&self) -> String {
                match self {
                    $(Self::$word $({ $($arg),* })? => {
                        $($(let $arg = $arg.said(Lang::En);)*)?
                        format!($en)
                    })*
                }
            }

            fn ja(&self) -> String {
                match self {
                    $(Self::$word $({ $($arg),* })? => {
                        $($(let $arg = $arg.said(Lang::Ja);)*)?
                        format!($ja)
                    })*
                }
            }
        }
    )*};
    (@type) => { CompactString };
    (@type $ty:ty) => { $ty };
}

/// What stands in a text.
trait Said {
    /// As it reads in `lang`.
    fn said(&self, lang: Lang) -> String;
}

impl Said for CompactString {
    fn said(&self, _: Lang) -> String {
        self.to_string()
    }
}

impl Said for usize {
    fn said(&self, _: Lang) -> String {
        self.to_string()
    }
}

impl Said for i64 {
    fn said(&self, _: Lang) -> String {
        self.to_string()
    }
}

impl Said for u64 {
    fn said(&self, _: Lang) -> String {
        self.to_string()
    }
}

impl Said for Box<Detail> {
    fn said(&self, lang: Lang) -> String {
        self.get(lang)
    }
}

/// A number of hosts or VMs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Counted(pub usize, pub ObjectKind);

impl Said for Counted {
    fn said(&self, lang: Lang) -> String {
        let Self(n, kind) = self;
        let (one, ja) = match kind {
            ObjectKind::Host => ("host", "ホスト"),
            ObjectKind::Vm => ("VM", "仮想マシン"),
            _ => ("object", "オブジェクト"),
        };
        match lang {
            Lang::En if *n == 1 => format!("1 {one}"),
            Lang::En => format!("{n} {one}s"),
            Lang::Ja => format!("{ja} {n} 台"),
        }
    }
}

/// A value of a closed set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Worded(pub &'static str);

impl Said for Worded {
    fn said(&self, lang: Lang) -> String {
        super::values::said(self.0).map_or_else(|| self.0.to_owned(), |text| text.get(lang).to_owned())
    }
}

/// The first few of many names.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Few {
    first: Vec<CompactString>,
    more: usize,
}

impl Few {
    /// The first few of these.
    pub fn of(names: &[&str]) -> Self {
        const SHOWN: usize = 5;
        let first: Vec<CompactString> = names.iter().take(SHOWN).map(|name| (*name).into()).collect();
        Self { more: names.len() - first.len(), first }
    }
}

impl Said for Few {
    fn said(&self, lang: Lang) -> String {
        let (comma, more) = match lang {
            Lang::En => (", ", format!(" and {} more", self.more)),
            Lang::Ja => ("、", format!(" ほか {} 件", self.more)),
        };
        let more = if self.more > 0 { more } else { String::new() };
        format!("{}{more}", self.first.join(comma))
    }
}

/// What a source has noted: words of the server, or a text of [`Unanswered`] in English.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Noted(CompactString);

impl Said for Noted {
    fn said(&self, lang: Lang) -> String {
        match lang {
            Lang::En => self.0.to_string(),
            Lang::Ja => translated(&self.0).unwrap_or_else(|| self.0.to_string()),
        }
    }
}

/// The Japanese of a text of [`Unanswered`].
fn translated(text: &str) -> Option<String> {
    read_back(text, Unanswered::TEXTS, &translated)
}

details! {
    /// What facts say of a value that they do not know.
    Detail {
        // What stands for all.
        Nothing = "", "";
        Read { text: Noted } = "{text}", "{text}";
        Joined { first: Box<Detail>, second: Box<Detail> } = "{first}: {second}", "{first}: {second}";
        Defect { what } = "defect of vpreflight: {what}", "vpreflight の不具合: {what}";
        NoValue = "the server gave no value", "サーバが値を返していません";
        NoSpeed { device } = "{device} has a link whose speed is not told", "{device} のリンクの速度が返されていません";
        NoFigure = "the server gave no figure", "サーバが数値を返していません";
        Word { word } = "'{word}'", "「{word}」";
        ClockUnread = "the server's clock was not read", "サーバの時計を読み取れませんでした";

        // Which objects there are, and where.
        Unlisted { ty } = "{ty} objects could not be listed", "{ty} の一覧を取得できませんでした";
        NotReceived { what: Counted, ids: Few } = "{what} not received: {ids}", "{what}の情報を受信していません: {ids}";
        SameForMore { more: Counted } = "the same for another {more}", "ほかの{more}も同様です";
        Moved = "moved while it was being read", "読み取り中に移動しました";
        NotOnTheList { hosts: Few } = "not on its list, and yet in it by their own word: {hosts}",
            "クラスタの一覧にはありませんが、ホストの情報ではこのクラスタに属しています: {hosts}";
        ClusterNotReceived = "its cluster was not received", "所属するクラスタの情報を受信していません";
        ClusterUnknown = "its cluster is not known", "所属するクラスタがわかりません";
        HostUntold = "its host is not told", "実行先のホストが示されていません";
        HostNotReceived { id } = "its host {id} was not received", "ホスト {id} の情報を受信していません";
        NoHostNamed = "the server names no host", "サーバがホストを示していません";
        PoolNotReceived { id } = "resource pool {id} not received", "リソース プール {id} の情報を受信していません";
        VmNotReceived = "the VM that was named was not received", "指定された仮想マシンの情報を受信していません";
        VmInNoCluster = "the VM is in no cluster in scope", "仮想マシンは対象範囲のクラスタに属していません";
        HostInNoCluster = "the host is in no cluster in scope", "ホストは対象範囲のクラスタに属していません";
        NoDatacenter = "its datacenter cannot be told", "データセンターを特定できません";
        NothingToJudge = "nothing to judge was found, but there must be something",
            "判定の対象が 1 つも見つかりませんが、必ず存在するはずです";
        VmDisconnected = "the VM itself is disconnected", "仮想マシン自体が切断されています";
        Disconnected = "the host is disconnected", "ホストが切断されています";
        NoResponse = "the host does not respond", "ホストが応答していません";
        NoConfiguration = "vCenter has no configuration of the VM", "vCenter に仮想マシンの構成がありません";
        NoDevices = "not one device of the VM is told, and every VM has some",
            "仮想マシンのデバイスが 1 つも示されていませんが、必ず存在するはずです";
        NoConfigurationOf { state: Worded } = "vCenter has no configuration of the VM, which is {state}",
            "vCenter に仮想マシンの構成がありません (仮想マシンの状態: {state})";

        // What hosts and VMs carry.
        HostLoad = "the host does not tell its load at the moment", "ホストの現在の負荷が示されていません";
        VmLoad = "the VM's load is not told at the moment", "仮想マシンの現在の負荷が示されていません";
        MemoryFree = "how much persistent memory is free is not told", "永続メモリの空き容量が示されていません";

        // CPUs and devices.
        CpuVendor = "the CPU vendor is not told", "CPU のベンダーが示されていません";
        CpuModel = "the CPU family and model are not told", "CPU のファミリとモデルが示されていません";
        NxBit = "the NX bit is not told", "NX ビットの状態が示されていません";
        FeatureValue { value, key } = "'{value}' of {key}", "{key} の値「{value}」";
        OwnMask = "CPU features differ or are not told where the guest system's own mask decides",
            "仮想マシン独自の CPUID マスクで判断される CPU 機能が、ホスト間で異なるか示されていません";
        FeatureEffect = "a feature has a value whose effect is not documented",
            "CPU 機能の値の効果が文書化されていません";
        NoFeatures = "the host lists no features", "ホストが CPU 機能を示していません";
        EvcModeUnlisted { key } = "EVC mode '{key}' is not among the server's",
            "EVC モード「{key}」は、この vCenter の一覧にありません";
        EvcModesUnordered = "before 4.1 the server does not tell which EVC mode includes another",
            "4.1 より前の vCenter では、EVC モードの包含関係が示されません";
        NoModeOfVm = "the server names no mode for the running VM", "実行中の仮想マシンの EVC モードが示されていません";
        Device { label, kind, backing } = "{label} ({kind}, {backing})", "{label} ({kind}、{backing})";
        DeviceUnbacked { label, kind } = "{label} ({kind}, no backing)", "{label} ({kind}、バッキングなし)";
        TaskUnseen { id } = "task {id} cannot be seen", "タスク {id} が見えません";
        Task { id } = "task {id}", "タスク {id}";
        TaskUnread { id, why: Box<Detail> } = "task {id}: {why}", "タスク {id}: {why}";
        NoQuestion = "the question has no text", "質問の本文が示されていません";
        CheckerNotAsked = "vCenter's checker was not asked: --ask-vcenter asks",
            "vCenter の互換性チェックを実行していません (--ask-vcenter で実行)";
        CheckerSilent { host } = "the checker says nothing of {host}",
            "vCenter の互換性チェックの結果に {host} がありません";

        // HA.
        AdmissionFigures = "admission control has no figures", "アドミッション コントロールの数値がありません";
        PolicyFigure = "the admission policy has no figure", "アドミッション コントロール ポリシーの数値がありません";
        AdmissionFigure = "admission control has no such figure",
            "アドミッション コントロールに、該当する数値がありません";
        FailoverHostStatus = "no status of a failover host", "フェイルオーバー ホストの状態が示されていません";
        AdmissionOn = "the server does not say whether admission control is on",
            "アドミッション コントロールが有効かどうか、サーバが示していません";
        AgentStarting = "the HA agent is starting, or looking for its master", "HA エージェントが起動中であるか、マスターを検索中です";
        OtherHalf = "the VMs of the Fault Tolerance pair are not told", "Fault Tolerance のペアの仮想マシンが示されていません";
        NoAgents = "the server tells nothing of the HA agents", "サーバが HA エージェントの状態を示していません";
        NoHeartbeatDatastores = "HA has no heartbeat datastores before 5.0",
            "5.0 より前の HA にはハートビート データストアがありません";

        // Networks of hosts.
        PortWithoutGroup { device } = "the port of {device} belongs to no port group",
            "{device} のポートはどのポート グループにも属していません";
        NoOpaqueNetwork { id } = "opaque network {id} is not among the host's",
            "不透明ネットワーク {id} はホストの一覧にありません";
        NoPortGroup { label } = "port group '{label}' is not among the host's",
            "ポート グループ「{label}」はホストの一覧にありません";
        NoManagement = "the host does not tell which adapters carry management",
            "管理トラフィック用のアダプタをホストが示していません";
        NoStack { device } = "the TCP/IP stack of {device} is not among the host's",
            "{device} の TCP/IP スタックはホストの一覧にありません";
        NoTrafficKinds = "the host names no kind of traffic for its adapters, and every host knows some",
            "アダプタで使用できるトラフィックの種類が 1 つも示されていませんが、必ず存在するはずです";
        NoAdapters = "the host lists none of its own network adapters, and it must have some",
            "ホストの VMkernel アダプタが 1 つも示されていませんが、必ず存在するはずです";
        NoPhysicalAdapters = "the host lists no physical adapter, and it must have one",
            "ホストの物理 NIC が 1 つも示されていませんが、必ず存在するはずです";
        NoPortGroups = "the host lists no port group, and yet its adapters or vCenter name some",
            "ホストのポート グループが 1 つも示されていませんが、アダプタまたは vCenter の一覧には存在します";
        PathsToNothing = "the host lists storage paths, and yet no disks or no adapters",
            "ホストのストレージ パスが示されていますが、対応するディスクまたはアダプタが示されていません";
        VmotionOffBeside = "vCenter's flag says that vMotion is off, and an adapter is selected for it",
            "vCenter 上では vMotion が無効と表示されていますが、vMotion 用に選択されたアダプタがあります";
        VmotionOnWithout = "vCenter's flag says that vMotion is on, and no adapter is selected for it",
            "vCenter 上では vMotion が有効と表示されていますが、vMotion 用に選択されたアダプタがありません";
        LinkAgainstAgent { state } = "no uplink behind its heartbeat adapters has a link, and yet its HA agent works ({state})",
            "ハートビートに使用するアダプタのアップリンクがすべてリンク ダウンしていますが、HA エージェントは動作しています ({state})";
        NoAdapterAgainstAgent { state } = "the host has no adapter with the service that carries heartbeats (vSAN where that is on, else Management), and yet its HA agent works ({state})",
            "ハートビートに使用するサービス (vSAN が有効な場合は vSAN、それ以外は管理) のアダプタがホストにありませんが、HA エージェントは動作しています ({state})";
        NoSwitchHost = "neither the switch nor the port group lists a host",
            "分散スイッチにもポート グループにもホストが示されていません";
        SwitchState { host, state } = "{host} has the state '{state}' on it", "{host} の状態が「{state}」です";
        NoManagementAddress = "no address of its management interfaces is told",
            "管理用 VMkernel アダプタのアドレスが示されていません";
        NoVsanAddress = "no address of its vSAN interfaces is told",
            "vSAN 用 VMkernel アダプタのアドレスが示されていません";
        HintsNotAsked = "the host was not asked what its adapters hear: --ask-hosts asks",
            "物理 NIC の受信情報をホストに問い合わせていません (--ask-hosts で問い合わせ)";
        NoNeighbour { device } = "{device} hears neither CDP nor LLDP", "{device} は CDP も LLDP も受信していません";
        NoLink = "no uplink in use has a link", "使用中のアップリンクがすべてリンクダウンしています";
        NoMtu { device } = "the MTU of {device} is not told", "{device} の MTU が示されていません";
        AddressOrigin { address, device } = "where the address {address} of {device} came from is not told",
            "{device} のアドレス {address} の割り当て方法が示されていません";
        NoMask { device } = "{device} shows no subnet mask", "{device} のサブネット マスクが示されていません";
        Mask { device, mask } = "{device} has the mask '{mask}'", "{device} のサブネット マスクは「{mask}」です";
        AddressUse { device, addresses } = "whether {device} can use {addresses} is not told",
            "{device} が {addresses} を使用できるかどうか示されていません";
        HostsOwnGroup { label } = "port group '{label}' is the host's own, and yet vCenter lists it as a network of VMs",
            "ポート グループ「{label}」はホスト自身が使用していますが、vCenter では仮想マシン用のネットワークとして表示されています";
        UnlistedGroup { label } = "the host has port group '{label}', and yet vCenter lists no such network on it",
            "ホストにはポート グループ「{label}」がありますが、vCenter のネットワーク一覧にはありません";
        GroupVlan { label } = "the VLAN of port group '{label}' is not told",
            "ポート グループ「{label}」の VLAN が示されていません";
        SegmentVlan { segment } = "NSX keeps the VLAN of segment {segment}",
            "セグメント「{segment}」の VLAN は NSX が管理しています";
        NoVlan = "no VLAN is told", "VLAN が示されていません";
        NetworkOdd { adapter } = "the network of {adapter} is not understood",
            "{adapter} の接続先ネットワークを解釈できません";
        NetworkOf { adapter } = "the network of {adapter}", "{adapter} の接続先ネットワーク";
        NoSecurityPolicy = "the port group shows no security policy",
            "ポート グループのセキュリティ ポリシーが示されていません";
        OwnHostLacks { label } = "the VM's own host has no port group '{label}'",
            "実行中のホストにポート グループ「{label}」がありません";
        NsxShares = "how NSX shares out bandwidth is not part of the API",
            "NSX による帯域の割り当ては API から取得できません";
        NoSwitch { label } = "port group '{label}' has no switch",
            "ポート グループ「{label}」の仮想スイッチが示されていません";
        NoAdapter { key } = "no physical adapter '{key}' among the host's",
            "物理 NIC「{key}」はホストの一覧にありません";
        NoFailoverOrder { label } = "port group '{label}' shows no failover order",
            "ポート グループ「{label}」のフェイルオーバー順序が示されていません";
        PortOrder = "the port belongs to no port group; its own failover order is not read",
            "ポートがポート グループに属していません。ポート独自のフェイルオーバー順序は読み取りません";
        NsxOrder = "NSX decides the failover order of this port group",
            "このポート グループのフェイルオーバー順序は NSX が管理しています";
        PortsOverride = "single ports may override the failover order",
            "ポートごとにフェイルオーバー順序を変更できる設定です";
        SwitchOrder = "the switch shows no failover order", "分散スイッチのフェイルオーバー順序が示されていません";
        OpaqueOrder = "the failover order of an opaque network is not part of the API",
            "不透明ネットワークのフェイルオーバー順序は API から取得できません";
        NotOnSwitch { switch } = "the host is not on distributed switch {switch}",
            "ホストが分散スイッチ {switch} に参加していません";
        NoUplinkPort { device } = "the uplink port of {device} is not told",
            "{device} のアップリンク ポートが示されていません";
        NoOpaqueSwitch { network } = "no opaque switch serves network '{network}'",
            "ネットワーク「{network}」を提供する不透明スイッチがありません";

        // Where a VM can run.
        SerialConcentrator { device } = "{device} is a serial port over the network: its address and its proxy, a concentrator, are not told",
            "{device} はネットワーク経由のシリアル ポートですが、アドレスもプロキシ (コンセントレータ) も示されていません";
        HostsWithDevice { device } = "which hosts have a device for {device} is not told",
            "{device} に割り当てられるデバイスを持つホストが示されていません";
        ShareForVms = "what each host has for VMs is told for the cluster as a whole only, and the margin is smaller than the error",
            "ホストごとに仮想マシンで使用できる容量は示されず (クラスタ全体の値のみ)、余裕が誤差より小さくなっています";
        LeastCpu { mhz: i64 } = "HA takes a VM to need {mhz} MHz where it has less reserved, and whether that much is left depends on it",
            "予約が少ない仮想マシンについて HA は {mhz} MHz を必要量とみなしますが、その空きがあるかどうか判定できません";
        VgpuMoves { device } = "whether {device}, a vGPU, can be moved (migrateSupported) is not told",
            "vGPU の {device} を移行できるかどうか (migrateSupported) 示されていません";
        VgpuMovesLater { device } = "whether {device}, a vGPU, can be moved (migrateSupported) is told from vCenter 7.0 U2 on",
            "vGPU の {device} を移行できるかどうか (migrateSupported) は、vCenter 7.0 U2 以降でなければ示されません";
        PortFile { device, datastore } = "{device} writes to a file on {datastore}: whether this release moves the VM with it is not told",
            "{device} は「{datastore}」上のファイルに出力します。このバージョンで移行できるかどうか示されていません";
        SettingsUntold = "vCenter's settings were not told", "vCenter の設定が示されていません";
        SettingNotAsked { setting } = "{setting} was not asked when the inventory was saved",
            "インベントリの保存時に {setting} を取得していません";
        NoHardwareVersion = "no hardware version is told for the host",
            "ホストで使用できる仮想マシンのハードウェア バージョンが示されていません";
        DrsMoves = "how DRS moves VMs is not told", "DRS による移行の自動化レベルが示されていません";
        RuleOn { rule } = "whether the rule '{rule}' is switched on is not told",
            "ルール「{rule}」が有効かどうか示されていません";
        RuleType { rule, kind } = "the rule '{rule}' is of a type that is not known here ({kind}): what it keeps its VMs from is open",
            "ルール「{rule}」の種類 ({kind}) に対応していないため、仮想マシンにどのような制限を加えるか判断できません";
        ApartOnRestarts { rule } = "whether HA keeps VMs apart by the rule '{rule}' is not told: the HA option das.respectVmVmAntiAffinityRules is not set",
            "HA がルール「{rule}」に従って仮想マシンを別々のホストで再起動するかどうか示されていません (HA の詳細オプション das.respectVmVmAntiAffinityRules が未設定)";
        DrsAutomation = "how far DRS is automated is not told",
            "DRS の自動化レベルが示されていません";
        RuleGroup { group } = "the group '{group}' of a required rule is not told",
            "必須ルールのグループ「{group}」の内容が示されていません";

        // Storage.
        NoHostOfStore { host } = "the datastore does not list {host}, which lists it",
            "データストアの情報に {host} がありませんが、{host} の情報にはこのデータストアがあります";
        MountMode { host } = "how {host} mounts it (accessMode) is not told", "{host} のマウント モード (accessMode) が示されていません";
        MountAccess { host } = "whether {host} can access it is not told", "{host} からアクセスできるかどうか示されていません";
        NoStoreCalled { name } = "no datastore named '{name}' can be seen in the VM's datacenter",
            "仮想マシンのデータセンターに「{name}」という名前のデータストアが見えません";
        NoBacking { device } = "{device} has no backing", "{device} のバッキングが示されていません";
        NoLun { disk } = "{disk} does not name its LUN", "{disk} の LUN が示されていません";
        RawDisk { disk } = "{disk} is a raw disk: which hosts reach it is not told",
            "{disk} は Raw ディスクで、アクセスできるホストが示されていません";
        NoStore { file } = "'{file}' names no datastore", "「{file}」のデータストアが示されていません";
        NoConnectionState { drive } = "{drive} shows no connection state", "{drive} の接続状態が示されていません";
        NoImage = "a connected drive names no image", "接続中のドライブのイメージが示されていません";
        NoConfigFile = "the VM names no configuration file", "仮想マシンの構成ファイルが示されていません";

        // Events and licences.
        WasRunning { vm } = "no event tells whether {vm} was running when it moved",
            "移行時に {vm} が実行中だったことを示すイベントがありません";
        RestartHost { key: i64, vm } = "event {key} does not tell where {vm} came to run",
            "イベント {key} に、{vm} が再起動されたホストが示されていません";
        NoTime { key: i64 } = "event {key} has no time that is understood", "イベント {key} の日時を解釈できません";
        FirstEvents { n: usize } = "only the first {n} events were read", "イベントの先頭 {n} 件だけを読み取りました";
        EarlierEvents { since } = "events before {since} were not asked for",
            "{since} より前のイベントは取得していません";
        KeepsEvents { days: i64 } = "vCenter keeps events for {days} days", "vCenter のイベント保存期間は {days} 日です";
        EventsKept = "the server does not tell how long it keeps events",
            "サーバがイベントの保存期間を示していません";
        CreationGone = "the creation of the cluster is not on record", "クラスタ作成の記録が残っていません";
        FirstHost = "no event tells when the first host joined",
            "最初のホストがいつ追加されたかを示すイベントがありません";
        LicenceVersion = "the licence names no product version", "ライセンスに製品バージョンが示されていません";
        LicenceFeatures = "the licence lists no features", "ライセンスに機能が示されていません";
        NoLicences = "the server tells no licences", "サーバがライセンスを示していません";
        LicencesUnseen = "the account sees no licences", "このアカウントからはライセンスが見えません";
        LicenceUnseen = "the account sees no licence of it", "このアカウントからは該当するライセンスが見えません";
        EvaluationEnd = "the end of the evaluation is not told", "評価期間の終了日時が示されていません";
        SomeLogins = "not all logins were read", "ログインの記録を一部だけ読み取りました";
        EarlierLogins = "earlier logins may have been forgotten", "以前のログインの記録は残っていない可能性があります";

        // The vCenter and this machine.
        NoVersion { text } = "'{text}' is not a version", "「{text}」はバージョンではありません";
        NoVcenterAddress = "the vCenter's address is not known", "vCenter のアドレスがわかりません";
        NoProbe = "no probe was made: --probe makes one", "接続を確認していません (--probe で確認)";
        VcenterNotTried = "vCenter was not tried: --probe does it", "vCenter への接続を確認していません (--probe で確認)";
        PortsNotTried = "the ports of hosts were not tried: --probe does it",
            "ホストのポートへの接続を確認していません (--probe で確認)";
        HostNotTried = "the probes were made without this host", "このホストへの接続は確認していません";
        NoProbeUrl = "no Internet address was named: --probe-url names one",
            "インターネットの確認先が指定されていません (--probe-url で指定)";
        NoAddressToTry = "no management address was known to try", "接続を確認する管理アドレスがわかりません";
        MachineMemory = "the machine's memory could not be told", "このマシンのメモリ容量を取得できませんでした";
    }

    /// What sources say of an answer that they did not get. An inventory keeps it in English.
    Unanswered {
        NoNetworkSystem = "the host names no network system", "ホストのネットワーク システムが示されていません";
        NoChecker = "the server has no checker", "サーバに互換性チェックの機能がありません";
        NoTask = "the checker gave no task", "互換性チェックのタスクが返されませんでした";
        NoResult = "the task of the checker ended without a result",
            "互換性チェックのタスクが結果なしで終了しました";
        NoAnswer { seconds: u64 } = "no answer within {seconds} s", "{seconds} 秒以内に応答がありません";
        HaOff = "HA is off", "HA が無効です";
        OutOfScope = "the cluster is out of scope", "クラスタが対象範囲外です";
        NoViews = "the server has no view manager", "サーバにビュー マネージャがありません";
        NoEvents = "the server has no event manager", "サーバにイベント マネージャがありません";
        ClientsAreBrowsers = "clients of 6.5 and later are browsers", "6.5 以降のクライアントはブラウザです";
        EventsSlow { seconds: u64 } = "not read within {seconds} s; --events-since narrows what is read",
            "{seconds} 秒以内に読み取れませんでした (--events-since で範囲を限定できます)";
        NoCollectorLeft { fault } = "{fault}; the server may have no event collector left",
            "{fault} (サーバのイベント コレクタが不足している可能性があります)";
        NoBrowser = "the cluster names no environment browser", "クラスタの環境ブラウザが示されていません";
        NoHostReturned = "the server did not return the host", "サーバがホストの情報を返しませんでした";
        NotInSource { source } = "{source} does not hold it", "{source} には含まれません";
        NotWritten { source } = "{source} writes only what the account may read, and does not say what it may not",
            "{source} はアカウントが読み取れるものだけを書き出し、読み取れないものを示しません";
        LicencesNotSaved = "govc object.save writes licences with -l only",
            "govc object.save では -l を指定した場合だけライセンスが書き出されます";
        NoFileOf { by, object } = "{by} names {object}, of which there is no file",
            "{by} の情報に {object} がありますが、そのファイルがありません";
        TypeNotAsked = "nothing of this type was asked for", "この種類のオブジェクトは取得していません";
        AtByte { at, what } = "at byte {at}: {what}", "{at} バイト目: {what}";
        NoTime { text } = "'{text}' is no time", "「{text}」は日時ではありません";
        NoNumber { text } = "'{text}' is not a whole number", "「{text}」は整数ではありません";
        NoTruth { text } = "'{text}' is neither true nor false", "「{text}」は true でも false でもありません";
        NoText { name } = "expected text, found the element <{name}>",
            "文字列の位置に要素 <{name}> があります";
        NoCharacter { text } = "unknown character reference '&{text};'", "未知の文字参照「&{text};」です";
        NoReference = "an object without a reference", "参照のないオブジェクトです";
        // What exports of RVTools do not tell.
        RvtoolsNever = "RVTools has no column that tells it", "RVTools には、これを示す列がありません";
        RvtoolsSheet { sheet } = "RVTools: the export has no sheet {sheet}",
            "RVTools: エクスポートにシート {sheet} がありません";
        RvtoolsColumn { sheet, column } = "RVTools: sheet {sheet} has no column '{column}'",
            "RVTools: シート {sheet} に列「{column}」がありません";
        RvtoolsGuessed { sheet, column, header } =
            "RVTools: sheet {sheet} has no column '{column}'; '{header}' may be it, which no public source confirms",
            "RVTools: シート {sheet} に列「{column}」がありません (「{header}」がその列の可能性がありますが、確認できる公開情報がありません)";
        RvtoolsBlank { sheet, column } = "RVTools: column '{column}' of sheet {sheet} is blank",
            "RVTools: シート {sheet} の列「{column}」が空です";
        RvtoolsValue { sheet, column, value } =
            "RVTools: column '{column}' of sheet {sheet} says '{value}', which is not understood",
            "RVTools: シート {sheet} の列「{column}」の値「{value}」を解釈できません";
        RvtoolsRow { sheet, row: usize } = "RVTools: row {row} of sheet {sheet} was refused",
            "RVTools: シート {sheet} の {row} 行目は読み取りを拒否しました";
        RvtoolsHostOf { name, joined: usize, all: usize } =
            "RVTools: sheet vHost has no host called '{name}' ({joined} of {all} VMs name one that it has)",
            "RVTools: シート vHost に「{name}」というホストがありません (仮想マシン {all} 台のうち {joined} 台は、シートにあるホストを示しています)";
        RvtoolsHosts { cluster, told: i64, rows: usize } =
            "RVTools: sheet vCluster counts {told} hosts in {cluster}, and sheet vHost has {rows}",
            "RVTools: シート vCluster では {cluster} のホストは {told} 台ですが、シート vHost には {rows} 台あります";
        RvtoolsVms { told: i64, rows: usize } =
            "RVTools: sheet vHost counts {told} VMs on the host, and sheet vInfo has {rows}",
            "RVTools: シート vHost ではこのホストの仮想マシンは {told} 台ですが、シート vInfo には {rows} 台あります";
        RvtoolsTwice { sheet, name } = "RVTools: sheet {sheet} has several rows for '{name}'",
            "RVTools: シート {sheet} に「{name}」の行が複数あります";
        RvtoolsUnconfirmed { sheet } = "RVTools: no public source confirms the columns of sheet {sheet}",
            "RVTools: シート {sheet} の列を確認できる公開情報がありません";
        RvtoolsUnjoined { sheet, name } = "RVTools: sheet {sheet} names '{name}', which could be several or none",
            "RVTools: シート {sheet} の「{name}」がどのオブジェクトか特定できません";
        RvtoolsNoVm = "RVTools tells nothing of a host's connection; a running VM on it would prove one",
            "RVTools にはホストの接続状態が含まれません (ホスト上で実行中の仮想マシンがあれば判断できます)";
    }
}

impl Detail {
    /// What a source has noted, which may be the server's own words.
    pub fn read(text: &str) -> Self {
        if text.is_empty() { Self::Nothing } else { Self::Read { text: Noted(text.into()) } }
    }

    /// Whether there is nothing to add.
    pub fn is_empty(&self) -> bool {
        *self == Self::Nothing
    }
}

impl std::fmt::Display for Unanswered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.en())
    }
}

impl From<Unanswered> for String {
    fn from(text: Unanswered) -> Self {
        text.en()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn names(text: &str) -> BTreeSet<&str> {
        text.split('{').skip(1).filter_map(|part| part.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn each_text_is_there_in_both_languages_and_about_the_same() {
        for (en, ja) in Detail::TEXTS.iter().chain(Unanswered::TEXTS) {
            assert_eq!(names(en), names(ja), "{en}");
            assert!(en.is_ascii(), "{en}");
            let bare =
                names(en).iter().fold((*en).to_owned(), |en, name| en.replace(&format!("{{{name}}}"), ""));
            let words = bare.chars().any(char::is_alphabetic);
            assert!(!words || en != ja, "{en} is not translated: {ja}");
        }
        let all: BTreeSet<&str> = Detail::TEXTS.iter().map(|(en, _)| *en).collect();
        assert_eq!(all.len(), Detail::TEXTS.len());
    }

    #[test]
    fn what_a_source_noted_is_read_in_japanese_and_a_server_is_quoted() {
        let ja = |text: &str| Detail::read(text).get(Lang::Ja);
        assert_eq!(ja(&Unanswered::HaOff.to_string()), "HA が無効です");
        assert_eq!(ja("at byte 7: '12x' is not a whole number"), "7 バイト目: 「12x」は整数ではありません");
        let fault = Unanswered::NoCollectorLeft { fault: "InvalidState: {n}".into() };
        assert!(
            ja(&fault.to_string()).starts_with("InvalidState: {n} (サーバの"),
            "{}",
            ja(&fault.to_string())
        );
        for said in ["NoPermission: System.Read", "HA is off today", "at byte", "", "{text}"] {
            assert_eq!(ja(said), said);
        }
    }

    #[test]
    fn numbers_and_lists_read_as_their_language_has_them() {
        let ids = ["a", "b", "c", "d", "e", "f", "g"];
        let some =
            |n: usize| Detail::NotReceived { what: Counted(n, ObjectKind::Host), ids: Few::of(&ids[..n]) };
        assert_eq!(some(1).get(Lang::En), "1 host not received: a");
        assert_eq!(some(7).get(Lang::En), "7 hosts not received: a, b, c, d, e and 2 more");
        assert_eq!(some(7).get(Lang::Ja), "ホスト 7 台の情報を受信していません: a、b、c、d、e ほか 2 件");
    }
}
