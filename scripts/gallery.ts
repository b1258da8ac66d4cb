// Writes docs/pictures.md and the pictures on it: node scripts/run.mjs scripts/gallery.ts, after a build.
import { mkdirSync, writeFileSync } from 'node:fs';
import { openChartPool } from '../src/charts/pool.ts';
import { gallery } from '../tests/charts/exhibits.ts';
import { galleryPage, imagePath } from './gallery-page.ts';

const docs = new URL('../docs/', import.meta.url);
mkdirSync(new URL('images/charts/', docs), { recursive: true });
const charts = openChartPool();
for (const picture of Object.values(gallery)) {
  const { png } = await charts.draw(picture);
  writeFileSync(new URL(imagePath(picture.kind), docs), png);
}
await charts.close();
writeFileSync(new URL('pictures.md', docs), galleryPage());
