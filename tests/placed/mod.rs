//! Small estates to ask about: the healthy inventory of the rules' cases, with VMs of chosen sizes.

#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use serde_json::{Value, json};

use super::common::{Run, run_in, words};

/// An inventory in the making.
pub struct Estate(pub Value);

impl Estate {
    /// Three hosts of 256 GB, HA and DRS on, and none of the VMs but these: name, host and reserved gigabytes.
    pub fn of(vms: &[(&str, usize, i64)]) -> Self {
        let text = std::fs::read_to_string(root().join("rules/base.json")).unwrap();
        let mut base: Value = serde_json::from_str(&text).unwrap();
        let like = base["vms"][0].clone();
        base["clusters"][0]["configurationEx"]["drsEnabled"] = json!(true);
        base["vms"] = json!([]);
        for host in base["hosts"].as_array_mut().unwrap() {
            host["vm"] = json!([]);
        }
        let mut estate = Self(base);
        for (at, (name, host, gb)) in vms.iter().enumerate() {
            let mut vm = like.clone();
            let id = format!("vm-{}", 101 + at);
            vm["id"] = json!(id);
            vm["name"] = json!(name);
            vm["runtime.host"] = estate.0["hosts"][*host]["id"].clone();
            vm["config.memoryAllocation"] = json!(gb * 1024);
            estate.0["hosts"][*host]["vm"].as_array_mut().unwrap().push(json!(id));
            estate.0["vms"].as_array_mut().unwrap().push(vm);
        }
        estate
    }

    /// The sums fit, HA's percentage fits, each VM fits somewhere: and yet each loss leaves one without a place.
    pub fn stranded() -> Self {
        Self::of(&[("db01", 0, 150), ("db02", 1, 150), ("db03", 2, 150)])
    }

    /// The loss of the first host fits only once a VM has moved from one of the others to the other.
    pub fn cramped() -> Self {
        Self::of(&[("db01", 0, 140), ("app01", 1, 70), ("app02", 1, 70), ("web01", 2, 70), ("web02", 2, 70)])
    }

    /// VMs alike on each host, one on a local disk, one that a rule ties, and a host whose networks are not read.
    pub fn mixed() -> Self {
        Self::of(&[("app01", 0, 0), ("app02", 1, 0), ("app03", 1, 0), ("local01", 1, 0), ("tied01", 0, 0)])
            .on_local_disk(3, 1)
            .cluster(
                "group",
                json!([
                    { "kind": "ClusterVmGroup", "name": "licensed VMs", "vm": ["vm-105"] },
                    { "kind": "ClusterHostGroup", "name": "licensed hosts", "host": ["host-11"] },
                ]),
            )
            .cluster(
                "rule",
                json!([{
                    "kind": "ClusterVmHostRuleInfo", "name": "licence", "enabled": true, "mandatory": true,
                    "vmGroupName": "licensed VMs", "affineHostGroupName": "licensed hosts",
                }]),
            )
    }

    /// So many hosts like the third, with no VM.
    pub fn wide(self, hosts: usize) -> Self {
        let mut estate = self;
        let like = estate.0["hosts"][2].clone();
        for more in 3..hosts {
            let (id, name) = (format!("host-{}", 11 + more), format!("esx{:02}.tokyo.example", more + 1));
            let mut host = like.clone();
            (host["id"], host["name"]) = (json!(id), json!(name));
            estate.0["hosts"].as_array_mut().unwrap().push(host);
            estate.0["clusters"][0]["host"].as_array_mut().unwrap().push(json!(id));
            for store in [0, 1] {
                let mount =
                    json!({ "key": id, "accessMode": "readWrite", "accessible": true, "mounted": true });
                estate.0["datastores"][store]["host"].as_array_mut().unwrap().push(mount);
            }
            for row in estate.0["clusters"][0]["environmentBrowser.QueryConfigOptionDescriptor()"]
                .as_array_mut()
                .unwrap()
            {
                row["host"].as_array_mut().unwrap().push(json!(id));
            }
            estate.0["networks"][0]["host"].as_array_mut().unwrap().push(json!(id));
        }
        estate
    }

    /// Two VMs of this place have the name of the first; each is in a folder of its own.
    pub fn namesakes(mut self, first: usize, second: usize) -> Self {
        for (at, folder) in [(first, "blue"), (second, "green")] {
            let id = format!("group-v{folder}");
            let parent = self.0["vms"][at]["parent"].clone();
            self.0["folders"]
                .as_array_mut()
                .unwrap()
                .push(json!({ "id": id, "name": folder, "parent": parent }));
            self.0["vms"][at]["parent"] = json!({ "type": "Folder", "id": id });
        }
        self.0["vms"][second]["name"] = self.0["vms"][first]["name"].clone();
        self
    }

    /// A setting of the cluster.
    pub fn cluster(mut self, key: &str, value: Value) -> Self {
        self.0["clusters"][0]["configurationEx"][key] = value;
        self
    }

    /// A property of a VM.
    pub fn vm(mut self, at: usize, key: &str, value: Value) -> Self {
        self.0["vms"][at][key] = value;
        self
    }

    /// A property of a host.
    pub fn host(mut self, at: usize, key: &str, value: Value) -> Self {
        self.0["hosts"][at][key] = value;
        self
    }

    /// A datastore that only this host has, under the disks of a VM.
    pub fn on_local_disk(mut self, vm: usize, host: usize) -> Self {
        let name = self.0["datastores"][2 + host]["name"].as_str().unwrap().to_owned();
        let id = self.0["datastores"][2 + host]["id"].clone();
        let file = |file: &str| json!(format!("[{name}] {file}"));
        let vm = &mut self.0["vms"][vm];
        for device in vm["config.hardware"]["device"].as_array_mut().unwrap() {
            if device["kind"] == "VirtualDisk" {
                device["backing"]["fileName"] = file("local/local.vmdk");
                device["backing"]["datastore"] = id.clone();
            }
        }
        vm["datastore"].as_array_mut().unwrap().push(id);
        self
    }

    /// What could not be read of a host.
    pub fn unread(mut self, host: usize, property: &str) -> Self {
        let host = self.0["hosts"][host].as_object_mut().unwrap();
        host.remove(property).unwrap();
        host.insert("unreadable".into(), json!({ property: { "kind": "denied" } }));
        self
    }

    /// Runs the program on it.
    pub fn ask(&self, flags: &[&str]) -> Run {
        self.ask_with(flags, &[])
    }

    /// Runs the program on it, with variables.
    pub fn ask_with(&self, flags: &[&str], env: &[(&str, &str)]) -> Run {
        let place = tempfile::tempdir().unwrap();
        std::fs::write(place.path().join("estate.json"), self.0.to_string()).unwrap();
        let flags = [flags, &["--inventory", "estate.json"]].concat();
        let run = run_in(place.path(), &flags, env);
        assert!(!run.stderr.contains("panicked"), "{}", run.stderr);
        run
    }

    /// What the program prints as JSON.
    pub fn json(&self, flags: &[&str]) -> Value {
        self.ask(&[flags, &["--format", "json"]].concat()).report()
    }
}

/// The house.
pub fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// The published schema of this name, which uses those of the report and the matrix.
pub fn schema(name: &str) -> jsonschema::Validator {
    let read = |name: &str| -> Value {
        let text = std::fs::read_to_string(root().join(format!("docs/{name}.schema.json"))).unwrap();
        serde_json::from_str(&text).unwrap()
    };
    let own = read(name);
    jsonschema::meta::validate(&own).unwrap();
    let (report, matrix) = (read("report"), read("matrix"));
    let registry = jsonschema::Registry::new()
        .add("urn:vpreflight:report:1", &report)
        .unwrap()
        .add("urn:vpreflight:matrix:1", &matrix)
        .unwrap()
        .prepare()
        .unwrap();
    jsonschema::options().with_registry(&registry).build(&own).unwrap()
}

/// Fails with all that is wrong by a schema.
pub fn holds(schema: &jsonschema::Validator, json: &Value) {
    let errors: Vec<String> =
        schema.iter_errors(json).map(|error| format!("{}: {error}", error.instance_path())).collect();
    assert!(errors.is_empty(), "{errors:#?}\n{json:#}");
}

/// A text as one line.
pub fn flat(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Flags.
pub fn demo(flags: &[&str]) -> Run {
    super::common::run(&words(&[flags, &["--demo"]].concat()), &[])
}

/// The run failed with this code, says all of these words on standard error and nothing anywhere else.
pub fn refused(run: &Run, code: i32, said: &[&str]) {
    assert_eq!(run.code, code, "{}", run.stderr);
    assert!(run.stdout.is_empty(), "{}", run.stdout);
    for word in said {
        assert!(run.stderr.contains(word), "no {word:?} in:\n{}", run.stderr);
    }
    let obeyed = |char: &char| char.is_control() && !['\n', '\t'].contains(char);
    assert_eq!(run.stderr.chars().find(obeyed), None, "{:?}", run.stderr);
}

/// Names of VMs of a list of objects.
pub fn names(list: &Value) -> Vec<String> {
    list.as_array().unwrap().iter().map(|vm| vm["name"].as_str().unwrap().to_owned()).collect()
}

/// A name that whoever may create a VM can choose.
pub const EVIL: &str = "=1+1<script>x</script>\u{1b}[31m\u{202e}\"',\n::error::x";
