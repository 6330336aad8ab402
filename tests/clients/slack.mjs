// Slack's own libraries, driven line by line as driver.mjs says:
//   {"n":1,"do":"verify","secret","timestamp","signature","body"}      -> {"n":1,"result":{"good":true}}
//   {"n":2,"do":"call","url","token","method","arguments"}             -> {"n":2,"result":{…}}, what the Web API answered
//   {"n":3,"do":"listen","url","token","answer":{…}}                   -> {"n":3,"result":{}} when it is connected; every delivery is acknowledged with the answer
//   {"n":4,"do":"heard"}                                               -> {"n":4,"result":{"payloads":[…]}}
//   {"n":5,"do":"close"}                                               -> {"n":5,"result":{}}, and the process ends
import { createInterface } from 'node:readline';
import { isValidSlackRequest } from '@slack/bolt';
import { SocketModeClient } from '@slack/socket-mode';
import { LogLevel, WebClient } from '@slack/web-api';

const answer = (line) => process.stdout.write(JSON.stringify(line) + '\n');
const logger = { debug() {}, info() {}, warn() {}, error() {}, setLevel() {}, setName() {}, getLevel: () => LogLevel.ERROR };
const payloads = [];
let socket;

const commands = {
  async verify({ secret, timestamp, signature, body }) {
    const headers = { 'x-slack-request-timestamp': timestamp, 'x-slack-signature': signature };
    return { good: isValidSlackRequest({ signingSecret: secret, body, headers, logger }) };
  },

  async call({ url, token, method, arguments: given }) {
    const web = new WebClient(token, { slackApiUrl: url, logger });
    try {
      return await web.apiCall(method, given);
    } catch (error) {
      if (error.data) return error.data;
      throw error;
    }
  },

  async listen({ url, token, answer: reply }) {
    socket = new SocketModeClient({ appToken: token, logger, clientOptions: { slackApiUrl: url, logger } });
    socket.on('interactive', async ({ body, ack }) => {
      payloads.push(body);
      await ack(reply);
    });
    await socket.start();
    return {};
  },

  async heard() {
    return { payloads };
  },

  async close() {
    await socket?.disconnect();
    return {};
  },
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  commands[command.do](command)
    .then((result) => answer({ n: command.n, result }))
    .catch((error) => answer({ n: command.n, error: { message: String(error?.message ?? error), name: error?.name ?? null } }))
    .finally(() => command.do === 'close' && process.exit(0));
}

// The one who drives is gone: so are we.
process.exit(0);
