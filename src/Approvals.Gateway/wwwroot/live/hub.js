// The JSON protocol of SignalR over one WebSocket: https://github.com/dotnet/aspnetcore/blob/main/src/SignalR/docs/specs/HubProtocol.md
// The page needs so little of it that a client library would be the longest text that it loads.
const END = "\u001e";
const INVOCATION = 1;
const PING = 6;
const CLOSE = 7;
const SILENCE = 15_000; // milliseconds: three pings of the server

/** Connects; settles when the server has said that it tells everything from now on. `onNews` is called for whatever it tells. */
export function connect(onNews) {
  const socket = new WebSocket(address());
  let heardAt = performance.now();
  let hasAgreed = false;
  let ready, refused, over;
  const opened = new Promise((resolve, reject) => { ready = resolve; refused = reject; });
  const closed = new Promise(resolve => { over = resolve; });

  // A timer of its own, because a cable that is pulled out says nothing.
  const watch = setInterval(() => { if (performance.now() - heardAt > SILENCE) close(); }, 1_000);
  const close = () => { clearInterval(watch); socket.close(); refused(new Error("closed")); over(); };
  const send = message => socket.send(JSON.stringify(message) + END);

  const call = (target, ...args) => { if (socket.readyState === WebSocket.OPEN) send({ type: INVOCATION, target, arguments: args }); };

  socket.onopen = () => send({ protocol: "json", version: 1 });
  socket.onclose = close;
  socket.onerror = close;
  socket.onmessage = ({ data }) => {
    heardAt = performance.now();
    for (const message of data.split(END).filter(Boolean).map(text => JSON.parse(text))) {
      if (!hasAgreed) {
        hasAgreed = true;
        if (message.error) close();
      } else if (message.type === PING) {
        send({ type: PING }); // not by a timer: browsers slow those down in pages that nobody looks at
      } else if (message.type === CLOSE) {
        close();
      } else if (message.type === INVOCATION) {
        message.target === "Ready" ? ready({ close, closed, call }) : onNews();
      }
    }
  };
  return opened;
}

function address() {
  const hub = new URL("/hubs/approvals", location.href);
  hub.protocol = location.protocol === "https:" ? "wss:" : "ws:";
  // The token of our own forms: it shows that no other site opened this connection.
  hub.searchParams.set("form_token", document.querySelector("input[name=__RequestVerificationToken]").value);
  return hub;
}
