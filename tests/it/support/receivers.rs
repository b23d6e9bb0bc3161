//! Receivers of mail and webhooks on the loopback interface, which keep what they are sent.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// What a receiver was sent, oldest first, and what it answers.
#[derive(Clone, Default)]
pub struct Received(Arc<Mutex<Vec<String>>>, Arc<Mutex<String>>);

impl Received {
    pub fn all(&self) -> Vec<String> {
        self.0.lock().expect("nobody panics with it").clone()
    }

    pub fn count(&self) -> usize {
        self.all().len()
    }

    /// What it answers from now on.
    pub fn answer(&self, text: &str) {
        text.clone_into(&mut self.1.lock().expect("nobody panics with it"));
    }

    fn keep(&self, text: String) -> String {
        self.0.lock().expect("nobody panics with it").push(text);
        self.1.lock().expect("nobody panics with it").clone()
    }
}

/// A webhook receiver; its address, and what it gets: headers, a blank line, the body. It answers
/// with the status line and body it is told.
pub async fn webhook() -> (String, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = format!("http://{}/hook", listener.local_addr().expect("an address"));
    let received = Received::default();
    received.answer("200 OK\n{\"errcode\":0}");
    let kept = received.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            // A client that goes away in the middle is no concern of the receiver.
            let _ = post(stream, &kept).await;
        }
    });
    (address, received)
}

async fn post(stream: TcpStream, received: &Received) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    let (mut head, mut length) = (String::new(), 0);
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let lower = line.to_ascii_lowercase();
        if let Some(text) = lower.strip_prefix("content-length:") {
            length = text.trim().parse().unwrap_or(0);
        }
        if line.trim().is_empty() {
            break;
        }
        head.push_str(&lower);
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).await?;
    let answer = received.keep(format!("{head}\n{}", String::from_utf8_lossy(&body)));
    let (status, text) = answer.split_once('\n').unwrap_or((&answer, ""));
    let answer = format!(
        "HTTP/1.1 {status}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n{text}",
        text.len()
    );
    reader.get_mut().write_all(answer.as_bytes()).await
}

/// A mail server; its port, and the letters it gets, each with its envelope. It answers the letter
/// with the line it is told.
pub async fn mail_server() -> (u16, Received) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let port = listener.local_addr().expect("an address").port();
    let received = Received::default();
    received.answer("250 kept");
    let kept = received.clone();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            let _ = take_letters(stream, &kept).await;
        }
    });
    (port, received)
}

async fn take_letters(stream: TcpStream, received: &Received) -> std::io::Result<()> {
    let mut reader = BufReader::new(stream);
    reader.get_mut().write_all(b"220 test ESMTP\r\n").await?;
    let mut envelope = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).await? == 0 {
            return Ok(());
        }
        let command = line.to_ascii_uppercase();
        let answer = if command.starts_with("DATA") {
            reader.get_mut().write_all(b"354 go on\r\n").await?;
            let letter = letter(&mut reader).await?;
            received.keep(std::mem::take(&mut envelope) + "\n" + &letter)
        } else {
            if command.starts_with("MAIL") || command.starts_with("RCPT") {
                envelope.push_str(&line);
            }
            "250 yes".to_owned()
        };
        reader.get_mut().write_all(format!("{answer}\r\n").as_bytes()).await?;
    }
}

async fn letter(reader: &mut BufReader<TcpStream>) -> std::io::Result<String> {
    let mut letter = String::new();
    loop {
        let mut line = String::new();
        if reader.read_line(&mut line).await? == 0 || line == ".\r\n" {
            return Ok(letter);
        }
        letter.push_str(&line);
    }
}
