//! A place that holds a release: a folder, and the same by a server of this machine.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest, Sha256};

use super::job::{program, runnable};

/// An archive of the program and its checksums.
pub struct Release {
    pub folder: tempfile::TempDir,
    pub name: String,
    pub sha256: String,
}

impl Release {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let name = format!("vpreflight-0.1.0-linux-{}.tar.gz", std::env::consts::ARCH);
        let within = tempfile::tempdir().unwrap();
        fs::create_dir(within.path().join("vpreflight-0.1.0")).unwrap();
        runnable(&within.path().join("vpreflight-0.1.0/vpreflight"), &program());
        let mut tar = Command::new("tar");
        tar.arg("-czf").arg(folder.path().join(&name)).arg("-C").arg(within.path()).arg("vpreflight-0.1.0");
        assert!(tar.status().unwrap().success());
        let digest = Sha256::digest(fs::read(folder.path().join(&name)).unwrap());
        let sha256: String = digest.iter().map(|byte| format!("{byte:02x}")).collect();
        let release = Self { folder, name, sha256 };
        release.says(&release.sha256);
        release
    }

    /// Has SHA256SUMS name this checksum for the archive.
    pub fn says(&self, sha256: &str) {
        let sums = format!("{sha256}  {}\n{}  vpreflight-0.1.0.tar.gz\n", self.name, "0".repeat(64));
        fs::write(self.folder.path().join("SHA256SUMS"), sums).unwrap();
    }

    /// Serves the folder by HTTP, for as long as the test runs; the address.
    pub fn served(&self) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = format!("http://{}/releases", listener.local_addr().unwrap());
        let folder: PathBuf = self.folder.path().to_owned();
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let _ = stream.and_then(|stream| answer(&stream, &folder));
            }
        });
        address
    }
}

fn answer(mut stream: &std::net::TcpStream, folder: &Path) -> std::io::Result<()> {
    let mut lines = BufReader::new(stream).lines();
    let asked = lines.next().unwrap_or_else(|| Ok(String::new()))?;
    for line in lines {
        if line?.is_empty() {
            break;
        }
    }
    let name = asked.split(' ').nth(1).and_then(|path| path.strip_prefix("/releases/")).unwrap_or_default();
    let (status, body) = match fs::read(folder.join(name)) {
        Ok(body) => ("200 OK", body),
        Err(_) => ("404 Not Found", Vec::new()),
    };
    write!(stream, "HTTP/1.1 {status}\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", body.len())?;
    stream.write_all(&body)
}
