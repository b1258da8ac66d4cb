/**
 * The files of the practice workspace's page.
 *
 *   GET /                       src/practice/page/index.html
 *   GET /page/style.css         src/practice/page/style.css (any .css, .svg or .png beside it likewise)
 *   GET /page/main.js           dist/src/practice/page/main.js (any compiled .js and .js.map, subfolders included)
 *   GET /vendor/<package>/<path inside the package>
 *                               node_modules, for the packages in `vendors` only, for instance
 *                               /vendor/preact/dist/preact.mjs
 *                               /vendor/preact/hooks/dist/hooks.mjs
 *                               /vendor/preact/jsx-runtime/dist/jsxRuntime.mjs
 *                               /vendor/slack-message-parser/esm/mod.js
 *                               /vendor/@fontsource/lato/latin-400.css
 *
 * The import map: write it inline in index.html as `<script type="importmap">…</script>`. The server hashes every
 * inline import map it finds while serving index.html and allows exactly those, so there is nothing to keep in step.
 * Any other inline script, and every inline style element or style attribute in HTML, is refused by the policy below
 * (setting `element.style.x` from JavaScript, as Preact does, is fine).
 */
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { extname, join, normalize, sep } from 'node:path';
import type { ServerResponse } from 'node:http';
import { projectPath } from '../project.ts';

const vendors = ['preact', '@preact/signals', '@preact/signals-core', 'slack-message-parser', '@fontsource/lato'];

const contentTypes: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff': 'font/woff',
  '.woff2': 'font/woff2',
};

/** Answers a GET for one of the page's files; false when the path is none of them. */
export async function servePage(path: string, res: ServerResponse): Promise<boolean> {
  const file = locate(path);
  if (!file) return false;
  const bytes = await readFile(file).catch(() => null);
  if (!bytes) return false;
  res.writeHead(200, {
    'content-type': contentTypes[extname(file)] ?? 'application/octet-stream',
    'content-security-policy': policy(path === '/' ? bytes.toString() : ''),
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'cache-control': 'no-cache',
  });
  res.end(bytes);
  return true;
}

function locate(path: string): string | null {
  if (path === '/') return projectPath('src', 'practice', 'page', 'index.html');
  const [, area, ...rest] = path.split('/').map(decodeSafely);
  const inside = rest.join('/');
  if (area === 'page') {
    const compiled = inside.endsWith('.js') || inside.endsWith('.js.map');
    return within(compiled ? projectPath('dist/src/practice/page') : projectPath('src/practice/page'), inside);
  }
  const vendor = area === 'vendor' && vendors.find((name) => inside.startsWith(`${name}/`));
  return vendor ? within(projectPath('node_modules', vendor), inside.slice(vendor.length + 1)) : null;
}

/** The file below a folder, unless the path climbs out of it or is of a type that the page has no use for. */
function within(folder: string, path: string): string | null {
  const file = normalize(join(folder, path));
  return file.startsWith(folder + sep) && extname(file) in contentTypes ? file : null;
}

function decodeSafely(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return '';
  }
}

function policy(html: string): string {
  const maps = html.matchAll(/<script type="importmap">([^]*?)<\/script>/g);
  const hashes = Array.from(maps, ([, map]) => `'sha256-${createHash('sha256').update(map!).digest('base64')}'`);
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashes].join(' '),
    "style-src 'self'",
    "font-src 'self'",
    "connect-src 'self'",
    "img-src 'self' data: blob: https:", // Block Kit shows pictures from anywhere on the web
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');
}
