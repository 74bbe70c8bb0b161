//! What the quickstart prints before it serves.

use crate::servers::Ports;

pub fn print(&Ports { api, page }: &Ports) {
    let admitted_by = if cfg!(debug_assertions) {
        "an origin that dev_origins admits"
    } else {
        "an origin that only \"*\" admits: dev_origins are not in a release build"
    };
    println!(
        "\
The API is at   http://localhost:{api}

Open the page   http://localhost:{page}   {admitted_by}
and once more   http://127.0.0.1:{page}   the same page, as an origin that only \"*\" admits

Or ask as a browser would, with the header Origin:
  curl -i http://localhost:{api}/notes/1 -H 'Origin: http://localhost:{page}'
  curl -i http://localhost:{api}/notes/1 -H 'Origin: https://evil.example'
  curl -i http://localhost:{api}/notes/1 -X OPTIONS -H 'Origin: http://localhost:{page}' -H 'Access-Control-Request-Method: PUT'
"
    );
}
