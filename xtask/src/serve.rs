//! A server of a folder for the developer's own machine, with the headers that a host of the site should send.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::thread;

use tiny_http::{Header, Method, Request, Response, Server};

use crate::Result;

/// How many requests are answered at a time; a page asks for several parts at once.
const THREADS: usize = 4;

/// The policy that everything of the site works under.
const POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; frame-ancestors 'none'";

/// The media type of a file.
fn media_type(path: &Path) -> &'static str {
    match path.extension().and_then(|ending| ending.to_str()).unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "json" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

/// How long a browser may keep a file: for ever where its name tells its content.
fn caching(name: &str) -> &'static str {
    let tells = name.strip_prefix("index/").is_some_and(|name| name != "latest.json");
    if tells { "max-age=31536000, immutable" } else { "no-cache" }
}

/// The file below `folder` that an address asks for, if the address stays below it.
fn file_of(folder: &Path, url: &str) -> Option<(PathBuf, String)> {
    let path = url.split(['?', '#']).next()?.strip_prefix('/')?;
    let name = if path.is_empty() { "index.html" } else { path };
    let is_plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with('.')
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "-_.".contains(c))
    };
    if !name.split('/').all(is_plain) {
        return None;
    }
    Some((folder.join(name), name.to_owned()))
}

/// The headers of a file.
fn headers(path: &Path, name: &str) -> Vec<Header> {
    let isolated = "same-origin";
    [
        ("Content-Type", media_type(path)),
        ("Content-Security-Policy", POLICY),
        ("X-Content-Type-Options", "nosniff"),
        ("Referrer-Policy", "no-referrer"),
        // An isolated page has a clock of five microseconds; others tell a hundred apart.
        ("Cross-Origin-Opener-Policy", isolated),
        ("Cross-Origin-Embedder-Policy", "require-corp"),
        ("Cache-Control", caching(name)),
    ]
    .into_iter()
    .filter_map(|(field, value)| Header::from_bytes(field, value).ok())
    .collect()
}

fn answer(folder: &Path, request: Request) -> std::io::Result<()> {
    if !matches!(request.method(), Method::Get | Method::Head) {
        return request.respond(Response::empty(405));
    }
    let found =
        file_of(folder, request.url()).and_then(|(path, name)| Some((File::open(&path).ok()?, path, name)));
    match found {
        Some((file, path, name)) if path.is_file() => {
            let response = Response::from_file(file);
            request.respond(headers(&path, &name).into_iter().fold(response, Response::with_header))
        }
        _ => request.respond(Response::from_string("not here").with_status_code(404)),
    }
}

/// Serves `folder` on this machine until the process ends.
pub fn serve(folder: &Path, port: u16) -> Result<()> {
    let server = Server::http(("127.0.0.1", port)).map_err(|error| format!("port {port}: {error}"))?;
    println!(
        "http://localhost:{}/ (Ctrl+C ends it)",
        server.server_addr().to_ip().map_or(port, |at| at.port())
    );
    let server = Arc::new(server);
    let threads: Vec<_> = (0..THREADS)
        .map(|_| {
            let (server, folder) = (Arc::clone(&server), folder.to_owned());
            thread::spawn(move || {
                while let Ok(request) = server.recv() {
                    // A browser that went away in the middle is no fault.
                    let _ = answer(&folder, request);
                }
            })
        })
        .collect();
    for thread in threads {
        thread.join().map_err(|_| "the server stopped".to_owned())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_stay_below_the_folder() {
        let found = |url| file_of(Path::new("site"), url).map(|(path, _)| path);
        assert_eq!(found("/"), Some("site/index.html".into()));
        assert_eq!(found("/?q=1"), Some("site/index.html".into()));
        assert_eq!(found("/vademecum/index.js"), Some("site/vademecum/index.js".into()));
        for wrong in
            ["/../secret", "/a/../../b", "//etc/passwd", "/.git/config", "/a%2f..", "/a\\b", "x", "/a//b"]
        {
            assert_eq!(found(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn every_header_is_sent() {
        let sent = headers(Path::new("vademecum/vademecum.wasm"), "vademecum/vademecum.wasm");
        assert_eq!(sent.len(), 7);
        assert!(sent.iter().any(|header| header.value.as_str() == "application/wasm"));
        assert_eq!(caching("index/latest.json"), "no-cache");
        assert_eq!(caching("app.js"), "no-cache");
        assert!(caching("index/release-0123.json").contains("immutable"));
    }
}
