//! A connection that waits for who reads its answer slowly, but not for ever: an answer that nobody takes holds memory and
//! a place that others need.

use std::io::{Error, ErrorKind, IoSlice, Result};
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::time::{Instant, Sleep, sleep};

/// A connection whose other side must take at least so many bytes in a while, as long as there is something to take.
pub struct Patient<S> {
    stream: S,
    patience: Duration,
    least: usize,
    waiting: Option<Pin<Box<Sleep>>>,
    taken: usize,
}

impl<S> Patient<S> {
    /// Watches a connection.
    pub fn new(stream: S, patience: Duration, least: usize) -> Patient<S> {
        Patient { stream, patience, least, waiting: None, taken: 0 }
    }

    /// What becomes of a piece of an answer.
    fn after(&mut self, cx: &mut Context<'_>, written: Poll<Result<usize>>) -> Poll<Result<usize>> {
        if let Poll::Ready(written) = written {
            self.taken += written.as_ref().copied().unwrap_or(0);
            return Poll::Ready(written);
        }
        let (patience, taken) = (self.patience, &mut self.taken);
        let waiting = self.waiting.get_or_insert_with(|| {
            *taken = 0;
            Box::pin(sleep(patience))
        });
        while waiting.as_mut().poll(cx).is_ready() {
            if self.taken < self.least {
                return Poll::Ready(Err(Error::from(ErrorKind::TimedOut)));
            }
            self.taken = 0;
            waiting.as_mut().reset(Instant::now() + patience);
        }
        Poll::Pending
    }
}

impl<S: AsyncRead + Unpin> AsyncRead for Patient<S> {
    fn poll_read(mut self: Pin<&mut Self>, cx: &mut Context<'_>, into: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_read(cx, into)
    }
}

impl<S: AsyncWrite + Unpin> AsyncWrite for Patient<S> {
    fn poll_write(mut self: Pin<&mut Self>, cx: &mut Context<'_>, bytes: &[u8]) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write(cx, bytes);
        self.after(cx, written)
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        cx: &mut Context<'_>,
        bytes: &[IoSlice<'_>],
    ) -> Poll<Result<usize>> {
        let written = Pin::new(&mut self.stream).poll_write_vectored(cx, bytes);
        self.after(cx, written)
    }

    fn is_write_vectored(&self) -> bool {
        self.stream.is_write_vectored()
    }

    fn poll_flush(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        let flushed = Pin::new(&mut self.stream).poll_flush(cx);
        if flushed.is_ready() {
            self.waiting = None;
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(cx)
    }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _, duplex};

    use super::*;

    const SHORT: Duration = Duration::from_millis(50);

    #[tokio::test]
    async fn who_takes_nothing_of_an_answer_is_let_go() {
        let (here, _there) = duplex(64);
        let refused = Patient::new(here, SHORT, 1).write_all(&[7; 65]).await;
        assert_eq!(refused.map_err(|error| error.kind()), Err(ErrorKind::TimedOut));
    }

    #[tokio::test]
    async fn who_takes_a_byte_now_and_then_is_let_go_as_well() {
        let (here, mut there) = duplex(64);
        let slow = tokio::spawn(async move {
            let mut byte = [0];
            while there.read_exact(&mut byte).await.is_ok() {
                sleep(Duration::from_millis(5)).await;
            }
        });
        let refused = Patient::new(here, SHORT, 1_000).write_all(&[7; 100_000]).await;
        assert_eq!(refused.map_err(|error| error.kind()), Err(ErrorKind::TimedOut));
        slow.await.expect("it ends with the connection");
    }

    #[tokio::test]
    async fn who_takes_enough_gets_all_of_it_however_long_that_lasts() {
        let patience = Duration::from_secs(1);
        let (here, mut there) = duplex(64);
        let sent = tokio::spawn(async move {
            let mut here = Patient::new(here, patience, 1);
            here.write_all(&[7; 640]).await?;
            here.flush().await?;
            // Nothing to take is no reason to let go.
            sleep(patience + SHORT).await;
            here.write_all(&[7; 64]).await
        });
        let mut bytes = [0; 64];
        for _ in 0..11 {
            sleep(patience / 8).await;
            there.read_exact(&mut bytes).await.expect("bytes");
        }
        assert!(sent.await.expect("it ends").is_ok());
    }
}
