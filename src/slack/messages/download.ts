import { Unclear } from '../../model/errors.ts';

/** A file that somebody put into a form, as Slack names it. */
export interface SlackFile {
  id: string;
  name: string;
  size: number;
  url: string;
}

/** @throws Unclear when Slack does not give it, or gives more than that many bytes */
export type Download = (file: SlackFile, most: number) => Promise<Buffer>;

interface DownloadOptions {
  botToken: string;
  /** Base of the Web API. */
  apiUrl: string;
  /** For the whole file, in milliseconds. */
  patience?: number;
}

/** Where Slack keeps files. The token goes there, to the Web API's own host, and nowhere else, whatever a payload says. */
const SLACKS_FILES = 'https://files.slack.com';

const gone = (name: string, cause?: unknown): Unclear =>
  new Unclear(`CustomerHub can’t get ${name} from Slack. Choose it again, or paste the table.`, { cause });

const withheld = (name: string): Unclear =>
  new Unclear(
    `CustomerHub can’t read ${name}. Paste the table instead, and ask an admin to reinstall the app from the current manifest.yml, which has the permission files:read.`,
  );

const tooLong = (name: string, most: number): Unclear =>
  new Unclear(`${name} is larger than ${Math.floor(most / 1024 / 1024)} MB. Split it into several files.`);

/** Reads files that people gave to the app, with its token. */
export function openDownloads({ botToken, apiUrl, patience = 30_000 }: DownloadOptions): Download {
  const hosts = new Set([SLACKS_FILES, new URL(apiUrl).origin]);
  return async ({ name, url }, most) => {
    if (!URL.canParse(url) || !hosts.has(new URL(url).origin)) throw gone(name, `not a file of Slack’s: ${url}`);
    const response = await fetch(url, {
      headers: { Authorization: `Bearer ${botToken}` },
      // A redirect leads to a page for signing in, or away from Slack.
      redirect: 'error',
      signal: AbortSignal.timeout(patience),
    }).catch((cause: unknown) => {
      throw gone(name, cause);
    });
    // Where the app may not read files, Slack answers with a page for signing in.
    const isPage = response.headers.get('content-type')?.startsWith('text/html') ?? false;
    if (!response.ok || isPage || response.body === null) {
      await response.body?.cancel();
      if (response.ok && isPage) throw withheld(name);
      throw gone(name, `status ${response.status}`);
    }
    return bounded(response.body, name, most);
  };
}

const bounded = async (body: AsyncIterable<Uint8Array>, name: string, most: number): Promise<Buffer> => {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const part of body) {
      size += part.length;
      if (size > most) throw tooLong(name, most);
      parts.push(part);
    }
  } catch (cause) {
    throw cause instanceof Unclear ? cause : gone(name, cause);
  }
  return Buffer.concat(parts);
};

/** Says so before anything is downloaded, where Slack tells the size. @throws Unclear */
export function assertSize({ name, size }: SlackFile, most: number): void {
  if (size > most) throw tooLong(name, most);
}
