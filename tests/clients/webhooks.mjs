// The official library for Standard Webhooks, driven line by line as driver.mjs says:
//   {"n":1,"do":"verify","secret","headers":{…},"body"}   -> {"n":1,"result":{"good":true}}
import { createInterface } from 'node:readline';
import { Webhook } from 'standardwebhooks';

const verify = ({ secret, headers, body }) => {
  try {
    new Webhook(secret).verify(body, headers);
    return { good: true };
  } catch (error) {
    return { good: false, why: String(error.message) };
  }
};

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line);
  process.stdout.write(JSON.stringify({ n: command.n, result: verify(command) }) + '\n');
}
