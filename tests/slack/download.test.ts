import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { openDownloads, type SlackFile } from '../../src/slack/messages/download.ts';

const TOKEN = 'xoxb-secret';
interface Seen {
  url: string;
  token: string | undefined;
}

/** A server that notes who comes with which token. */
const listen = async (seen: Seen[], other: () => string): Promise<Server> => {
  const server = createServer((req, res) => {
    const url = req.url ?? '';
    seen.push({ url, token: req.headers.authorization });
    if (url === '/moved') return void res.writeHead(302, { location: `${other()}/stolen` }).end();
    if (url === '/sign-in')
      return void res.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end('<html>');
    if (url === '/gone') return void res.writeHead(404).end();
    if (url === '/slow') return void res.writeHead(200).write('a');
    if (url === '/cut') return void res.writeHead(200, { 'content-length': '10' }).write('a', () => res.destroy());
    res.writeHead(200, { 'content-type': 'text/csv' }).end('x'.repeat(1000));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return server;
};
const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

let slack: Server;
let elsewhere: Server;
const seen: Seen[] = [];
const stolen: Seen[] = [];
beforeAll(async () => {
  elsewhere = await listen(stolen, () => '');
  slack = await listen(seen, () => addressOf(elsewhere));
});
afterAll(() => {
  for (const server of [slack, elsewhere]) {
    server.closeAllConnections();
    server.close();
  }
});
beforeEach(() => void seen.splice(0));

const download = (url: string, most = 1000, patience = 10_000): Promise<Buffer> => {
  const file: SlackFile = { id: 'F1', name: 'list.csv', size: 1, url };
  return openDownloads({ botToken: TOKEN, apiUrl: `${addressOf(slack)}/api/`, patience })(file, most);
};

test('a file is read from Slack, with the token', async () => {
  expect(await download(`${addressOf(slack)}/file`)).toHaveLength(1000);
  expect(seen).toEqual([{ url: '/file', token: `Bearer ${TOKEN}` }]);
});

test('the token goes to no other host: not by address, not by redirect', async () => {
  const { port } = elsewhere.address() as AddressInfo;
  const others = [
    `${addressOf(elsewhere)}/file`,
    `http://localhost:${port}/x`,
    'file:///etc/passwd',
    'nonsense',
    'undefined',
  ];
  for (const url of [...others, `${addressOf(slack)}/moved`])
    await expect(download(url)).rejects.toThrow('Choose it again, or paste the table.');
  expect(stolen).toEqual([]);
});

test('a page for signing in means that the app may not read files, which an admin can mend', async () => {
  await expect(download(`${addressOf(slack)}/sign-in`)).rejects.toThrow(
    'CustomerHub can’t read list.csv. Paste the table instead, and ask an admin to reinstall the app',
  );
});

test.each(['/gone', '/slow', '/cut'])('%s is told as a file that Slack does not give', async (path) => {
  await expect(download(`${addressOf(slack)}${path}`, 1000, path === '/slow' ? 200 : 10_000)).rejects.toThrow(
    'CustomerHub can’t get list.csv from Slack.',
  );
});

test('it ends where it is longer than Slack said', async () => {
  await expect(download(`${addressOf(slack)}/file`, 999)).rejects.toThrow('list.csv is larger than 0 MB.');
});
