//! RSA pairs made ahead, so that nobody waits for one: a pair takes a tenth of a second and more.

use std::sync::{Arc, Mutex, mpsc};
use std::thread;
use std::time::Duration;

use crypto::{KeyKind, PrivateKey};

use crate::KeyMaker;

/// How long a process runs before it makes keys ahead: commands that end at once never do.
const AFTER: Duration = Duration::from_secs(20);

/// The same maker with up to `kept` RSA pairs ready. They are made by a thread of their own, which sleeps while the stock is
/// full and ends with the maker; an empty stock makes the caller wait as before.
#[must_use]
pub fn ready_made(make: KeyMaker, kept: usize) -> KeyMaker {
    over(make, kept, AFTER)
}

fn over(make: KeyMaker, kept: usize, after: Duration) -> KeyMaker {
    let (give, take) = mpsc::sync_channel::<PrivateKey>(kept);
    let source = make.clone();
    let fill = move || {
        thread::sleep(after);
        while let Ok(pair) = source(KeyKind::Rsa2048) {
            if give.send(pair).is_err() {
                return; // nobody will ask any more
            }
        }
    };
    if let Err(error) = thread::Builder::new().name("key pairs".to_owned()).spawn(fill) {
        tracing::warn!(%error, "key pairs are not made ahead: whoever needs a new one waits for it");
    }
    let take = Mutex::new(take);
    Arc::new(move |kind| {
        let ready = match kind {
            KeyKind::Rsa2048 => take.lock().ok().and_then(|stock| stock.try_recv().ok()),
            _ => None,
        };
        ready.map_or_else(|| make(kind), Ok)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    // KEY-02: no key pair is made on a request's path while the stock lasts
    #[test]
    fn pairs_come_from_the_stock_and_each_comes_once() {
        let made = Arc::new(AtomicUsize::new(0));
        let here = thread::current().id();
        let (count, on_path) = (made.clone(), Arc::new(AtomicUsize::new(0)));
        let seen = on_path.clone();
        let make: KeyMaker = Arc::new(move |kind| {
            if thread::current().id() == here {
                seen.fetch_add(1, Ordering::Relaxed);
            }
            let pair = PrivateKey::generate(kind)?;
            count.fetch_add(1, Ordering::Relaxed);
            Ok(pair)
        });
        let stocked = over(make, 2, Duration::ZERO);
        while made.load(Ordering::Relaxed) < 3 {
            thread::yield_now(); // two in the stock, one waits for room
        }
        let pairs: Vec<_> = (0..2).map(|_| stocked(KeyKind::Rsa2048).unwrap()).collect();
        assert_eq!(on_path.load(Ordering::Relaxed), 0);
        assert_ne!(pairs[0].public(), pairs[1].public());
        assert!(stocked(KeyKind::Ed25519).is_ok());
        assert_eq!(on_path.load(Ordering::Relaxed), 1, "other kinds cost nothing and are made when they are asked for");
    }
}
