//! A request as it is written on the wire, without the version: what a client may send, before anything is judged.

use axum::http::{HeaderName, HeaderValue, Method, Request, Uri};

/// Reads a request; none where no HTTP server would hand one on.
pub(super) fn read(data: &[u8]) -> Option<Request<Vec<u8>>> {
    let mut lines = data.split(|&byte| byte == b'\n');
    let first = lines.next()?;
    let space = first.iter().position(|&byte| byte == b' ')?;
    let mut request = Request::new(Vec::new());
    *request.method_mut() = Method::from_bytes(&first[..space]).ok()?;
    *request.uri_mut() = Uri::try_from(&first[space + 1..]).ok()?;
    for line in lines.by_ref().take_while(|line| !line.is_empty()) {
        let colon = line.iter().position(|&byte| byte == b':')?;
        let name = HeaderName::from_bytes(&line[..colon]).ok()?;
        let value = HeaderValue::from_bytes(line[colon + 1..].trim_ascii()).ok()?;
        request.headers_mut().try_append(name, value).ok()?;
    }
    *request.body_mut() = lines.collect::<Vec<_>>().join(&b'\n');
    Some(request)
}
