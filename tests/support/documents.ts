/** The project's Markdown pages, as their tests read them. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';

const root = join(import.meta.dirname, '..', '..');

/** The text of a file of the project. */
export function read(path: string): string {
  return readFileSync(join(root, path), 'utf8');
}

/** Whether the project has a file or folder of that path. */
export function exists(path: string): boolean {
  return existsSync(join(root, path));
}

/** Paths of the folders in a folder. */
export function folders(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `${folder}/${name}`);
}

/** Paths of all files in a folder and below whose names match. */
export function filesIn(folder: string, name: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => name.test(file))
    .map((file) => join(folder, file));
}

const markdownIn = (folder: string): string[] =>
  readdirSync(join(root, folder))
    .filter((name) => name.endsWith('.md'))
    .toSorted()
    .map((name) => normalize(join(folder, name)).replaceAll('\\', '/'));

/** Paths of the pages of `docs/decisions`, without its index. */
export function decisions(): string[] {
  return markdownIn('docs/decisions').filter((page) => /\/\d/.test(page));
}

/** Paths of all pages: those at the root, of `docs` and of `docs/decisions`. */
export function pages(): string[] {
  return ['.', 'docs', 'docs/decisions'].flatMap(markdownIn);
}

/** How many words a page has, code and tables included. */
export function wordsOf(markdown: string): number {
  return markdown.split(/\s+/).filter((word) => /[\p{L}\p{N}]/u.test(word)).length;
}

const withoutCode = (markdown: string): string => markdown.replace(/^```[\s\S]*?^```/gm, '');

/** The anchors that GitHub gives the headings of a page. */
const anchorsOf = (markdown: string): string[] =>
  [...withoutCode(markdown).matchAll(/^#+ (.+)$/gm)].map(([, heading]) =>
    String(heading)
      .toLowerCase()
      .replace(/[^\p{L}\p{N}\s_-]/gu, '')
      .replaceAll(' ', '-'),
  );

/** The targets of `[words](target)` and `src="target"` that are no web addresses. */
const linksOf = (markdown: string): string[] =>
  [...withoutCode(markdown).matchAll(/\]\(([^)\s]+)\)|src(?:set)?="([^"\s]+)"/g)]
    .map(([, link, source]) => String(link ?? source))
    .filter((target) => !/^[a-z]+:/.test(target));

/** The links of a page that lead to no file, or to no heading of a page. */
export function brokenLinks(page: string): string[] {
  return linksOf(read(page)).filter((link) => {
    const [path = '', anchor] = link.split('#');
    const target = path === '' ? page : normalize(join(dirname(page), path)).replaceAll('\\', '/');
    if (!exists(target)) return true;
    return anchor !== undefined && target.endsWith('.md') && !anchorsOf(read(target)).includes(anchor);
  });
}

/** The rows of all tables of a page, cells trimmed, without the rows of headings and dashes. */
export function tableRows(markdown: string): string[][] {
  const lines = markdown.split('\n');
  return lines
    .filter((line, at) => line.startsWith('| ') && !isRule(line) && !isRule(lines[at + 1] ?? ''))
    .map((line) =>
      line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

const isRule = (line: string): boolean => /^\|[\s|:-]+\|$/.test(line);
