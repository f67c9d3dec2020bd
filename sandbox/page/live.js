// The live line: the server says what changed, the page fetches it; it reconnects by itself.

const WAITS_MS = [400, 800, 1600, 3000, 5000];

/**
 * Keep a line to /ui/live open for one person.
 * `heard(event)` gets each push; `line(up, again)` hears when the line comes up (again = after a loss) or goes.
 */
export function keepLine(user, { heard, line }) {
  let tries = 0;
  let everUp = false;
  let socket = null;
  let waiting = null;

  function open() {
    const scheme = location.protocol === "https:" ? "wss:" : "ws:";
    socket = new WebSocket(`${scheme}//${location.host}/ui/live?user=${encodeURIComponent(user)}`);
    socket.addEventListener("open", () => {
      tries = 0;
      line(true, everUp);
      everUp = true;
    });
    socket.addEventListener("message", ({ data }) => {
      const event = parsed(data);
      if (event) heard(event);
    });
    socket.addEventListener("close", () => {
      line(false, everUp);
      const wait = WAITS_MS[Math.min(tries, WAITS_MS.length - 1)];
      tries += 1;
      waiting = setTimeout(open, wait * (0.75 + Math.random() / 2));
    });
  }

  addEventListener("online", () => {
    if (socket.readyState !== WebSocket.CLOSED) return;
    clearTimeout(waiting);
    open();
  });
  open();
}

function parsed(data) {
  try {
    return JSON.parse(data);
  } catch {
    return null;
  }
}
