import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Agent, request, type Server } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { listen, serverFor, stopServer, type Health } from '../src/http-server.ts';
import { openHub, type Hub } from './support/hub.ts';

const MEGABYTE = 1024 * 1024;
/** Far more than any path takes. */
const ENDLESS = 196;
/** So many megabytes may be on their way, or dropped unread, until the answer is heard. */
const UNDERWAY = 64;

let hub: Hub;
const servers: Server[] = [];

const slack = { status: 'ok', why: null, since: null };
const health: Health = { version: '1', status: 'ok', database: 'ok', slack, problems: [], delivery: null };
/** @param lingerMs long where a busy machine would otherwise not have read the answer before the connection goes */
const start = async (patience?: Parameters<typeof serverFor>[1], lingerMs?: number): Promise<number> => {
  const routes = {
    health: () => Promise.resolve(health),
    slack: hub.slack.handle,
    rest: (...[req, res]: Parameters<Hub['slack']['handle']>) =>
      void hub.practice.workspace.handle(req, res).then((done) => done || res.writeHead(404).end()),
  };
  const server = serverFor(routes, patience, lingerMs);
  servers.push(server);
  return listen(server, 0, '127.0.0.1');
};

beforeAll(async () => {
  hub = await openHub();
});
afterAll(async () => {
  await Promise.all(servers.map(stopServer));
  await hub.end();
});

/** Sends a body without end, piece by piece, until there is an answer. @returns its status, and how many megabytes were sent by then */
const flood = (
  port: number,
  path: string,
  headers: Record<string, string>,
): Promise<{ status: number; sent: number }> =>
  new Promise((resolve, reject) => {
    let sent = 0;
    // As Slack and proxies do: who asks for the connection to be closed may not read what comes before that.
    const agent = new Agent({ keepAlive: true });
    const sending = request({ port, path, method: 'POST', headers, agent }, (answer) => {
      resolve({ status: answer.statusCode ?? 0, sent });
      sending.destroy();
    });
    // The server may go before all that was on its way has been written.
    sending.on('error', (error) => setTimeout(reject, 1000, error).unref());
    const piece = Buffer.alloc(MEGABYTE, 'x');
    const more = (): void => {
      if (sent === ENDLESS) return void sending.end();
      sent += 1;
      sending.write(piece, () => more());
    };
    more();
  });

describe('a body without end', () => {
  let port: number;
  beforeAll(async () => {
    port = await start(undefined, 20_000);
  });
  const form = { 'content-type': 'application/x-www-form-urlencoded' };
  const json = { 'content-type': 'application/json' };
  const file = { 'content-type': 'multipart/form-data; boundary=x' };
  const token = { authorization: 'Bearer none' };

  test.each<[string, number, number, Record<string, string>]>([
    ['/slack/events', 413, 1, form],
    ['/slack/events?again', 413, 1, json],
    ['/health', 200, 0, form],
    ['/nowhere', 404, 0, form],
    ['/api/chat.postMessage', 413, 4, { ...json, ...token }],
    ['/api/no.such.method', 413, 4, form],
    ['/hooks/commands/T1/1/x', 413, 4, json],
    ['/practice/act', 413, 4, json],
    ['/practice/upload?as=U0ANA', 413, 32, file],
    ['/upload/v1/F0NONE', 404, 0, file],
  ])('to %s is answered with %i after about %i megabytes', async (path, status, taken, headers) => {
    const answer = await flood(port, path, headers);
    expect(answer.status).toBe(status);
    expect(answer.sent).toBeLessThan(taken + UNDERWAY);
  });

  test('that says its length is not read at all', async () => {
    const length = String(ENDLESS * MEGABYTE);
    const answer = await flood(port, '/slack/events', { ...form, 'content-length': length });
    expect(answer.status).toBe(413);
    expect(answer.sent).toBeLessThan(UNDERWAY);
  });
});

describe('whoever sends slowly is cut off', () => {
  let port: number;
  beforeAll(async () => {
    port = await start({ headersTimeout: 100, requestTimeout: 200, connectionsCheckingInterval: 20 });
  });
  const head = 'POST /slack/events HTTP/1.1\r\nHost: localhost\r\n';

  test.each([
    ['in the middle of its headers', head],
    ['before its body', `${head}Content-Type: application/json\r\nContent-Length: 100\r\n\r\n`],
    ['in the middle of its body', `${head}Transfer-Encoding: chunked\r\n\r\n5\r\n{"typ`],
    ['where no body is taken', `${head.replace('/slack/events', '/upload/v1/F1')}Content-Length: 100\r\n\r\n`],
  ])('%s', async (_when, beginning) => {
    const socket = connect(port, '127.0.0.1').setEncoding('utf8');
    socket.write(beginning);
    // Ends when the server closes the connection.
    expect(await text(socket)).toMatch(/^HTTP\/1\.1 4(08|04) /);
  });
});

test('whoever goes on sending after the answer is cut off', async () => {
  const port = await start({ headersTimeout: 0, requestTimeout: 0, connectionsCheckingInterval: 1000 });
  const socket = connect(port, '127.0.0.1')
    .setEncoding('utf8')
    .on('error', () => undefined);
  socket.write('POST /health HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n');
  const going = setInterval(() => socket.write('1\r\nx\r\n'), 20);
  const closed = new Promise((done) => socket.once('close', done));
  socket.resume();
  await closed;
  clearInterval(going);
});

test.each([
  ['//', 400],
  ['/\\', 400],
  ['//[', 400],
  ['/api/%', 200],
  ['/files/%E0%A4%A', 404],
])('the address %s is answered with %i', async (path, status) => {
  const port = await start();
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
  expect(await text(socket)).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
});
