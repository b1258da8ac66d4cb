import { existsSync, readFileSync } from 'node:fs';
import { expect, test } from '@jest/globals';
import { galleryPage, imagePath } from '../../scripts/gallery-page.ts';
import type { Picture } from '../../src/charts/pictures.ts';
import { gallery } from './exhibits.ts';

const docs = new URL('../../docs/', import.meta.url);
const page = readFileSync(new URL('pictures.md', docs), 'utf8');

test('The page of pictures is what scripts/gallery.ts writes', () => {
  expect(page).toBe(galleryPage());
});

test.each(Object.values<Picture>(gallery))('The page of pictures shows $kind', ({ kind, title }) => {
  expect(page).toContain(`## ${title}\n`);
  expect(page).toContain(`](${imagePath(kind)})`);
  expect(existsSync(new URL(imagePath(kind), docs))).toBe(true);
});
