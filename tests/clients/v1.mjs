// The TypeScript SDK's first version: speaks 2025-11-25 and older, with `initialize` and sessions.
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { drive } from './driver.mjs';

drive({
  createClient: (info) => new Client(info),
  createTransport: (url, requestInit) => new StreamableHTTPClientTransport(url, { requestInit }),
  callTool: (client, call, options) => client.callTool(call, undefined, options),
  version: (client, transport) => transport.protocolVersion,
});
