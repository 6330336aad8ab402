// The TypeScript SDK's second version: finds out what the server speaks, 2026-07-28 if it can.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { drive } from './driver.mjs';

drive({
  createClient: (info) => new Client(info, { versionNegotiation: { mode: 'auto' } }),
  createTransport: (url, requestInit) => new StreamableHTTPClientTransport(url, { requestInit }),
  callTool: (client, call, options) => client.callTool(call, options),
  version: (client) => client.getNegotiatedProtocolVersion(),
});
