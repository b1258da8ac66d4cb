/** CustomerHub as a process of its own, started as `npm start` does, in an empty folder where no `.env` lies. */
import { spawn, type ChildProcess } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { until } from './until.ts';

const MAIN = resolve('dist/src/main.js');

export interface Ended {
  code: number | null;
  /** Lines on standard output and on standard error. */
  out: string[];
  err: string[];
}

export interface Process {
  child: ChildProcess;
  /** Lines on standard output so far. */
  out: () => string[];
  ended: Promise<Ended>;
}

/** The folders of a suite, gone when it ends. */
export const folders = (): { make: () => string; end: () => void } => {
  const made: string[] = [];
  return {
    make: () => {
      const folder = mkdtempSync(join(tmpdir(), 'customerhub-start-'));
      made.push(folder);
      return folder;
    },
    end: () => {
      for (const folder of made) rmSync(folder, { recursive: true, force: true });
    },
  };
};

const linesOf = (text: string): string[] => text.split('\n').filter((line) => line !== '');

/** Starts it with nothing in the environment but these settings, on a port of its own choice. */
export const launch = (cwd: string, settings: Record<string, string> = {}): Process => {
  const { PATH = '' } = process.env;
  const child = spawn(process.execPath, [MAIN], { cwd, env: { PATH, PORT: '0', ...settings } });
  let [out, err] = ['', ''];
  child.stdout.on('data', (part: Buffer) => void (out += part.toString()));
  child.stderr.on('data', (part: Buffer) => void (err += part.toString()));
  const ended = new Promise<Ended>((done) =>
    child.once('close', (code) => done({ code, out: linesOf(out), err: linesOf(err) })),
  );
  return { child, out: () => linesOf(out), ended };
};

/** Waits for the line that says where it is. @returns that line, and the address in it or at that port */
export const ready = async ({ child, out, ended }: Process, port?: number): Promise<{ line: string; url: string }> => {
  const line = await until(() => out().find((one) => one.includes('is ready')) ?? child.exitCode !== null, 90_000);
  if (typeof line !== 'string') throw new Error(`It ended: ${(await ended).err.join('\n')}`);
  const found = port ?? Number(/localhost:(\d+)|port (\d+)/.exec(line)?.slice(1).find(Boolean));
  return { line, url: `http://127.0.0.1:${found}` };
};

export const stop = ({ child, ended }: Process, signal: NodeJS.Signals = 'SIGTERM'): Promise<Ended> => {
  child.kill(signal);
  return ended;
};

/** A port that was free a moment ago. */
export const freePort = async (): Promise<number> => {
  const server = createServer();
  await new Promise<void>((done) => server.listen(0, done));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
};
