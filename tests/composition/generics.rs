//! Generic handlers: the policy is one, whatever the arguments are.

use std::future::Future;
use std::pin::Pin;

use axum::Router;
use axum::extract::State;
use cors_runtime::{cors, routes};

use crate::asked::served;

trait Repo: Clone + Send + Sync + 'static {
    fn name(&self) -> &'static str;
}

#[derive(Clone)]
struct Memory;

#[derive(Clone)]
struct Disk;

impl Repo for Memory {
    fn name(&self) -> &'static str {
        "memory"
    }
}

impl Repo for Disk {
    fn name(&self) -> &'static str {
        "disk"
    }
}

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn show<R: Repo>(State(repo): State<R>) -> &'static str {
    repo.name()
}

type Changed<R> = Pin<Box<dyn Future<Output = Result<&'static str, Named<R>>> + Send>>;

#[cors(origins = "https://app.example.com", methods = "PUT")]
fn change<R>(State(repo): State<R>) -> Changed<R>
where
    R: Repo,
{
    Box::pin(async move { Ok(repo.name()) })
}

/// What a future's type mentions.
struct Named<R>(R);

impl<R: Repo> axum::response::IntoResponse for Named<R> {
    fn into_response(self) -> axum::response::Response {
        self.0.name().into_response()
    }
}

#[cors(origins = "https://app.example.com", methods = "GET")]
async fn anything() -> &'static str {
    "anything"
}

mod api {
    use axum::extract::State;
    use cors_runtime::cors;

    #[cors(origins = "https://app.example.com", methods = "GET")]
    pub(super) async fn show<R: super::Repo, const NUMBER: usize>(State(repo): State<R>) -> String {
        format!("{} {NUMBER}", repo.name())
    }

    #[cors(origins = "https://app.example.com", methods = "PUT")]
    pub(super) async fn both<'a, A: super::Repo, B: Default + Into<&'a str>>(State(repo): State<A>) -> String {
        let text: &str = B::default().into();
        format!("{}{text}", repo.name())
    }
}

fn app<R: Repo>(repo: R) -> Router {
    Router::new().route("/", routes!(show::<R>, change::<R>)).with_state(repo)
}

fn of_any_state<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new().route("/", routes!(anything))
}

fn of_its_state<R: Repo>() -> Router<R> {
    Router::new().route("/", routes!(api::show::<R, 7>, api::both::<R, &str>))
}

#[test]
fn with_their_arguments() {
    let app = Router::new().route("/", routes!(show::<Memory>)).with_state(Memory);
    assert_eq!(served(&app, "GET"), "memory");
    let app = Router::new().route("/", routes!(self::show::<Disk>)).with_state(Disk);
    assert_eq!(served(&app, "GET"), "disk");
}

#[test]
fn in_a_module_with_several_arguments() {
    let app = Router::new().route("/", routes!(api::show::<Disk, 3>, api::both::<Disk, &'static str>));
    assert_eq!(served(&app.clone().with_state(Disk), "GET"), "disk 3");
    assert_eq!(served(&app.with_state(Disk), "PUT"), "disk");
}

#[test]
fn in_a_generic_function() {
    assert_eq!(served(&app(Memory), "GET"), "memory");
    assert_eq!(served(&app(Disk), "PUT"), "disk");
    assert_eq!(served(&of_its_state().with_state(Memory), "GET"), "memory 7");
    assert_eq!(served(&of_any_state().with_state(17), "GET"), "anything");
}
