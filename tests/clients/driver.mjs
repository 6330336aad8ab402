// Lets another process drive an MCP client: one JSON command a line on stdin, one JSON answer a line on stdout.
//   {"n":1,"do":"connect","url":"http://…/mcp/demo","token":"…"}   -> {"n":1,"result":{"version","server","sessionId"}}
//   {"n":2,"do":"list"}                                            -> {"n":2,"result":{"tools":[…]}}
//   {"n":3,"do":"call","name":"refund","arguments":{},"options":{"timeout":60000,"resetTimeoutOnProgress":true,"progress":true}}
//                                                                  -> {"n":3,"progress":{…}} and at the end {"n":3,"result":{…}}
//   {"n":4,"do":"abort","call":3}                                  -> {"n":4,"result":{}}, and call 3 answers with an error
//   {"n":5,"do":"close"}                                           -> {"n":5,"result":{}}, and the process ends
// What fails answers {"n":…,"error":{"code","name","message","data"}}. Commands do not wait for one another.
import { createInterface } from 'node:readline';

const answer = (line) => process.stdout.write(JSON.stringify(line) + '\n');

export function drive({ createClient, createTransport, callTool, version }) {
  const calls = new Map();
  let client;
  let transport;

  const commands = {
    async connect({ url, token, client: name }) {
      client = createClient(name ?? { name: 'approvals-tests', version: '1.0.0' });
      transport = createTransport(new URL(url), token ? { headers: { Authorization: `Bearer ${token}` } } : {});
      await client.connect(transport);
      return {
        version: version(client, transport) ?? null,
        server: client.getServerVersion() ?? null,
        sessionId: transport.sessionId ?? null,
      };
    },

    async list() {
      return client.listTools();
    },

    async call({ n, name, arguments: args, options: { progress, ...options } = {} }) {
      const abort = new AbortController();
      calls.set(n, abort);
      try {
        return await callTool(client, { name, arguments: args ?? {} }, {
          ...options,
          signal: abort.signal,
          ...(progress && { onprogress: (value) => answer({ n, progress: value }) }),
        });
      } finally {
        calls.delete(n);
      }
    },

    async abort({ call }) {
      const abort = calls.get(call);
      if (!abort) throw new Error(`no call ${call} is in flight`);
      abort.abort(new Error('the caller went away'));
      return {};
    },

    // Legacy sessions end with a DELETE only if the application asks for it.
    async close({ endSession }) {
      if (endSession) await transport?.terminateSession();
      await client?.close();
      return {};
    },
  };

  const obey = async (command) => {
    try {
      const run = commands[command.do];
      if (!run) throw new Error(`unknown command '${command.do}': ${Object.keys(commands).join(', ')} are known`);
      answer({ n: command.n, result: await run(command) });
    } catch (error) {
      answer({ n: command.n, error: { code: error.code ?? null, name: error.name, message: error.message, data: error.data ?? null } });
    }
    if (command.do === 'close') process.stdin.destroy();
  };

  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => { if (line.trim()) void obey(JSON.parse(line)); });
  // The one who drives is gone: so are we, as an agent that is ended would be.
  lines.on('close', () => setImmediate(() => process.exit(0)));
}
